package org.podprotocol.relay.observe.alerts;

import java.time.Duration;
import java.util.Optional;

/**
 * When an alert fires.
 *
 * @param per what the metric is divided by, unless that is 0
 * @param window that the statistic is over
 * @param above whether it fires beyond the threshold, or under it
 * @param clear where the value has to be back at before the alert ends
 * @param held how long it has to be so before the alert fires
 * @param summary a sentence for whoever is woken
 */
public record Rule(
    String name,
    String metric,
    Optional<String> per,
    String statistic,
    Duration window,
    boolean above,
    double threshold,
    double clear,
    Duration held,
    Severity severity,
    String summary) {

  boolean broken(double value) {
    return above ? value > threshold : value < threshold;
  }

  boolean cleared(double value) {
    return above ? value <= clear : value >= clear;
  }

  /** The rule as a person would say it. */
  public String text() {
    return statistic
        + " of "
        + metric
        + per.map(other -> " per " + other).orElse("")
        + (statistic.equals(Statistic.VALUE.text()) ? "" : " over " + window.toSeconds() + " s")
        + (above ? " > " : " < ")
        + number(threshold)
        + (clear == threshold ? "" : ", until " + number(clear))
        + (held.isZero() ? "" : ", for " + held.toSeconds() + " s");
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
