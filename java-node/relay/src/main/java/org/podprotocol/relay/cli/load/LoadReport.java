package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of the load. Latencies count from when a message was due.
 *
 * @param rate asked for, messages a second
 * @param sent messages
 * @param accepted of them
 * @param delivered over WebSocket, each once
 * @param anchored in a confirmed commit
 * @param errors refusals, and messages without an answer
 * @param accept until the relay has it on disk
 * @param delivery until the recipient has it
 * @param anchoring until the relay says that it is anchored
 * @param use of the relay's process; null: not known
 */
public record LoadReport(
    int rate,
    long sent,
    long accepted,
    long delivered,
    long anchored,
    long errors,
    Latencies accept,
    Latencies delivery,
    Latencies anchoring,
    @Nullable UseSampler use) {

  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("rate", rate)
            .put("sent", sent)
            .put("accepted", accepted)
            .put("delivered", delivered)
            .put("anchored", anchored)
            .put("errors", errors);
    json.set("acceptMs", accept.json());
    json.set("deliveryMs", delivery.json());
    json.set("anchoredMs", anchoring.json());
    if (use == null) {
      json.putNull("relayRssMb").putNull("relayCpuCores");
    } else {
      json.put("relayRssMb", use.maxResidentMb()).put("relayCpuCores", use.cpuCores());
    }
    return json;
  }

  public String[] lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%d messages at %d a second, %d errors".formatted(sent, rate, errors));
    lines.add("accepted   %8d  %s".formatted(accepted, accept));
    lines.add("delivered  %8d  %s".formatted(delivered, delivery));
    lines.add("anchored   %8d  %s".formatted(anchored, anchoring));
    if (use != null) {
      lines.add(
          "relay      %.1f MB resident at most, %.2f cores"
              .formatted(use.maxResidentMb(), use.cpuCores()));
    }
    return lines.toArray(String[]::new);
  }

  /** Whether everything that was sent was accepted, delivered and anchored. */
  public boolean isWhole() {
    return errors == 0 && accepted == sent && delivered == sent && anchored == sent;
  }

  /** A latency by name and percentile, in milliseconds. */
  double millis(String what, double percentile) {
    Latencies latencies =
        switch (what) {
          case "accept" -> accept;
          case "delivery" -> delivery;
          case "anchored" -> anchoring;
          default -> throw new IllegalArgumentException("there is no latency \"" + what + "\"");
        };
    return percentile == 100 ? latencies.maxMillis() : latencies.millis(percentile);
  }
}
