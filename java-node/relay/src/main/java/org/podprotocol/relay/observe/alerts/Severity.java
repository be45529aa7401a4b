package org.podprotocol.relay.observe.alerts;

import java.util.Locale;

/** How soon somebody has to look. */
public enum Severity {
  INFO,
  /** In working hours. */
  WARNING,
  /** Now. */
  CRITICAL;

  static Severity of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
