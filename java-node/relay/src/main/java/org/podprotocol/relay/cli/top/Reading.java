package org.podprotocol.relay.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a relay said of itself at one moment.
 *
 * @param relay its address, or empty if it does not say
 * @param timeMs when it was asked, Unix time
 * @param metrics as {@code /v1/metrics} gives them
 */
public record Reading(String relay, long timeMs, JsonNode metrics) {

  /** A window of a timer or histogram. */
  public record Window(double seconds, long count, double p50, double p95, double p99, double max) {

    /** Values a second. */
    public double rate() {
      return seconds > 0 ? count / seconds : 0;
    }
  }

  /** A metric that is one number; empty: the relay does not have it. */
  public OptionalDouble number(String name) {
    JsonNode value = metrics.get(name);
    return value != null && value.isNumber()
        ? OptionalDouble.of(value.doubleValue())
        : OptionalDouble.empty();
  }

  /** The last ten seconds or the last minute of a timer: 10s, 1m, 5m. */
  public Window window(String name, String window) {
    JsonNode values = metrics.path(name).path(window);
    return new Window(
        values.path("seconds").asDouble(),
        values.path("count").asLong(),
        values.path("p50").asDouble(),
        values.path("p95").asDouble(),
        values.path("p99").asDouble(),
        values.path("max").asDouble());
  }

  /** The labels that this metric has values for. */
  public List<Map<String, String>> labels(String name) {
    var all = new ArrayList<Map<String, String>>();
    for (String key : (Iterable<String>) metrics::fieldNames) {
      if (key.startsWith(name + "{")) {
        var labels = new TreeMap<String, String>();
        for (String pair : key.substring(name.length() + 1, key.length() - 1).split(",")) {
          int equals = pair.indexOf('=');
          labels.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        all.add(labels);
      }
    }
    return all;
  }

  /** The sum over all labels. */
  public double sum(String name) {
    double sum = 0;
    for (String key : (Iterable<String>) metrics::fieldNames) {
      if (key.startsWith(name + "{")) {
        sum += metrics.get(key).doubleValue();
      }
    }
    return sum;
  }

  /**
   * Processor time in percent of one core since an earlier reading; since the start without one.
   */
  public OptionalDouble processor(java.util.Optional<Reading> before) {
    OptionalDouble used = number("process.cpu.seconds");
    OptionalDouble up = number("process.uptime.seconds");
    if (used.isEmpty() || up.isEmpty()) {
      return OptionalDouble.empty();
    }
    double usedBefore =
        before.map(past -> past.number("process.cpu.seconds").orElse(0)).orElse(0.0);
    double upBefore =
        before.map(past -> past.number("process.uptime.seconds").orElse(0)).orElse(0.0);
    double span = up.getAsDouble() - upBefore;
    return span > 0
        ? OptionalDouble.of(100 * (used.getAsDouble() - usedBefore) / span)
        : OptionalDouble.empty();
  }
}
