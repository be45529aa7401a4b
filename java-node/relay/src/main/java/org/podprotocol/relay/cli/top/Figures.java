package org.podprotocol.relay.cli.top;

import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers are written in little room. */
final class Figures {
  static final String UNKNOWN = "-";
  private static final double MINUTE_MS = 60_000;

  private Figures() {}

  /** A whole number with commas. */
  static String whole(OptionalDouble value) {
    return value.isEmpty() ? UNKNOWN : whole(value.getAsDouble());
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  /** Small numbers with a digit behind the point. */
  static String rate(double value) {
    return value < 100 ? String.format(Locale.ROOT, "%.1f", value) : whole(value);
  }

  /** Milliseconds of a timer. */
  static String ms(double value) {
    return value < 10 ? String.format(Locale.ROOT, "%.2f", value) : rate(value);
  }

  /** A span in the unit that suits it. */
  static String span(double ms) {
    if (ms < 1_000) {
      return Math.round(ms) + " ms";
    }
    if (ms < 2 * MINUTE_MS) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1_000);
    }
    if (ms < 120 * MINUTE_MS) {
      return Math.round(ms / MINUTE_MS) + " min";
    }
    return ms < 2_880 * MINUTE_MS
        ? Math.round(ms / MINUTE_MS / 60) + " h"
        : Math.round(ms / MINUTE_MS / 1_440) + " d";
  }

  static String span(OptionalDouble ms) {
    return ms.isEmpty() ? UNKNOWN : span(ms.getAsDouble());
  }

  /** Bytes in MB or GB. */
  static String bytes(OptionalDouble value) {
    if (value.isEmpty()) {
      return UNKNOWN;
    }
    double mega = value.getAsDouble() / 1e6;
    return mega < 10_000 ? whole(mega) + " MB" : whole(mega / 1_000) + " GB";
  }

  static String sol(OptionalDouble lamports) {
    return lamports.isEmpty()
        ? UNKNOWN
        : String.format(Locale.ROOT, "%.4f SOL", lamports.getAsDouble() / 1e9);
  }
}
