package org.podprotocol.relay.observe.alerts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.podprotocol.relay.observe.MetricCatalog;

/** What is taken of a metric over a window. Times of timers are milliseconds. */
enum Statistic {
  /** The value now. */
  VALUE,
  MIN,
  MAX,
  MEAN,
  /** Growth a second. */
  RATE,
  /** Growth. */
  INCREASE,
  P50,
  P95,
  P99,
  P999;

  static Optional<Statistic> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether metrics of this kind have it. */
  boolean fits(MetricCatalog.Kind kind) {
    return switch (kind) {
      case COUNTER -> this == VALUE || this == RATE || this == INCREASE;
      case GAUGE -> !isQuantile();
      case TIMER, HISTOGRAM -> this != VALUE;
    };
  }

  /** Whether it is taken of the windows that timers and histograms keep. */
  boolean ofWindows() {
    return isQuantile() || this == MIN || this == MAX || this == MEAN;
  }

  /** Whether it is one of timers and histograms alone. */
  boolean isQuantile() {
    return this == P50 || this == P95 || this == P99 || this == P999;
  }

  /** The quantile, 0 to 1, of those that are one. */
  double quantile() {
    return switch (this) {
      case P50 -> 0.5;
      case P95 -> 0.95;
      case P99 -> 0.99;
      case P999 -> 0.999;
      default -> throw new IllegalStateException(text() + " is not a quantile");
    };
  }
}
