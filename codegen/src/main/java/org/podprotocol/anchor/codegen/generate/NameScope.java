package org.podprotocol.anchor.codegen.generate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Hands out names so that none is given twice. */
final class NameScope {
  private final boolean ignoreCase;
  private final Set<String> taken = new HashSet<>();

  private NameScope(boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
  }

  /** For fields, methods and constants. */
  static NameScope members(String... reserved) {
    NameScope scope = new NameScope(false);
    for (String name : reserved) {
      scope.allocate(name);
    }
    return scope;
  }

  /** For types: two files whose names differ in case are one file on some systems. */
  static NameScope types(String... reserved) {
    NameScope scope = new NameScope(true);
    for (String name : reserved) {
      scope.allocate(name);
    }
    return scope;
  }

  /** The wanted name, or the wanted name and the least number that makes it a new one. */
  String allocate(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(key(name)); i++) {
      name = wanted + (Character.isDigit(wanted.charAt(wanted.length() - 1)) ? "_" : "") + i;
    }
    return name;
  }

  boolean isFree(String name) {
    return !taken.contains(key(name));
  }

  private String key(String name) {
    return ignoreCase ? name.toLowerCase(Locale.ROOT) : name;
  }
}
