package org.podprotocol.relay.gateway;

import java.util.List;
import java.util.Locale;

/** The origins this relay is reached at, as its clients see them. */
final class Origins {
  private final List<String> allowed;

  /**
   * @param allowed at least one; the first is named to clients whose own is not in the list
   */
  Origins(List<String> allowed) {
    this.allowed = allowed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
  }

  boolean allows(String origin) {
    return allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  /** The origin of a client that sent this Host header. */
  String of(@org.jspecify.annotations.Nullable String host) {
    if (host != null) {
      for (String origin : allowed) {
        if (origin.endsWith("://" + host.toLowerCase(Locale.ROOT))) {
          return origin;
        }
      }
    }
    return allowed.getFirst();
  }
}
