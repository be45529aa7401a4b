package org.podprotocol.relay.cli.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound that a report has to keep, written as {@code p99.delivery<25ms}.
 *
 * @param percentile 0 to 100; {@code max} is 100
 * @param what accept, delivery, anchored or confirmed
 * @param millis that it must stay below
 */
public record Bound(double percentile, String what, double millis) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:p([0-9]{1,2}(?:\\.[0-9]+)?)|max)\\.(accept|delivery|anchored|confirmed)<([0-9.]+)(ms|s)");

  /**
   * @throws IllegalArgumentException if the text is no bound
   */
  public static Bound parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no bound; p99.delivery<25ms and max.anchored<2s are");
    }
    String percentile = matcher.group(1);
    double value = Double.parseDouble(matcher.group(3));
    return new Bound(
        percentile == null ? 100 : Double.parseDouble(percentile),
        matcher.group(2),
        matcher.group(4).equals("s") ? 1000 * value : value);
  }

  /** Whether the report keeps it; one that has none of these latencies does not. */
  public boolean holds(LoadReport report) {
    return report.count(what) > 0 && report.millis(what, percentile) < millis;
  }
}
