package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two reports beside each other, figure by figure. */
public final class LoadComparison {
  private static final List<String> COUNTS =
      List.of("rate", "sent", "accepted", "delivered", "anchored", "confirmed", "errors");
  private static final List<String> LATENCIES =
      List.of("acceptMs", "deliveryMs", "anchoredMs", "confirmedMs");
  private static final List<String> PERCENTILES = List.of("p50", "p99", "max");
  private static final List<String> USES = List.of("relayRssMb", "relayCpuCores");

  /** One figure of both. */
  private record Row(String name, double before, double after) {
    double changePercent() {
      return before == 0 ? 0 : 100 * (after - before) / before;
    }
  }

  private final List<Row> rows = new ArrayList<>();

  private LoadComparison() {}

  /**
   * Compares what both reports have.
   *
   * @throws IllegalArgumentException if one of them is no report of {@code pod load}
   */
  public static LoadComparison of(JsonNode before, JsonNode after) {
    for (JsonNode report : List.of(before, after)) {
      if (!report.path("sent").isNumber() || !report.path("acceptMs").isObject()) {
        throw new IllegalArgumentException("one of the files is no report of pod load");
      }
    }
    var comparison = new LoadComparison();
    COUNTS.forEach(name -> comparison.add(name, before.path(name), after.path(name)));
    for (String latency : LATENCIES) {
      for (String percentile : PERCENTILES) {
        comparison.add(
            percentile + "." + latency,
            before.path(latency).path(percentile),
            after.path(latency).path(percentile));
      }
    }
    USES.forEach(name -> comparison.add(name, before.path(name), after.path(name)));
    return comparison;
  }

  private void add(String name, JsonNode before, JsonNode after) {
    if (before.isNumber() && after.isNumber()) {
      rows.add(new Row(name, before.asDouble(), after.asDouble()));
    }
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Row row : rows) {
      json.putObject(row.name)
          .put("before", row.before)
          .put("after", row.after)
          .put("changePercent", Math.round(10 * row.changePercent()) / 10.0);
    }
    return json;
  }

  public String[] lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%-18s %12s %12s %9s".formatted("", "before", "after", "change"));
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-18s %12s %12s %+8.1f%%",
              row.name,
              plain(row.before),
              plain(row.after),
              row.changePercent()));
    }
    return lines.toArray(String[]::new);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? "%.0f".formatted(value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
