package org.podprotocol.relay.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param name section and name, with a dot between
 * @param fallback the default as text; null: the operator has to give it
 * @param reloadable whether a running relay takes a change of it
 * @param doc what it is, in one or two sentences
 */
record Key<T>(
    String name, Kind<T> kind, @Nullable String fallback, boolean reloadable, String doc) {

  String section() {
    return name.substring(0, name.indexOf('.'));
  }

  String leaf() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The environment variable that sets it. */
  String variable() {
    return "POD_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
