package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of the load. Latencies count from when an operation was due.
 *
 * @param settings what was asked for
 * @param sent operations of all kinds
 * @param relayed of them, messages through the relay
 * @param accepted of the relayed ones
 * @param delivered over WebSocket, each once
 * @param anchored in a confirmed commit
 * @param confirmed transactions
 * @param errors refusals, and operations without an answer
 * @param accept until the relay has it on disk
 * @param delivery until the recipient has it
 * @param anchoring until the relay says that it is anchored
 * @param confirming until the chain has the transaction, confirmed
 * @param use of the relay's process; null: not known
 */
public record LoadReport(
    LoadSettings settings,
    long sent,
    long relayed,
    long accepted,
    long delivered,
    long anchored,
    long confirmed,
    long errors,
    Latencies accept,
    Latencies delivery,
    Latencies anchoring,
    Latencies confirming,
    @Nullable UseSampler use) {

  /** The figures, in one line. */
  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("rate", settings.pace().rate())
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
    if (hasTransactions()) {
      json.put("confirmed", confirmed).set("confirmedMs", confirming.json());
    }
    return json;
  }

  /** The figures, with settings, curves and what happened in each second. */
  public ObjectNode fullJson() {
    ObjectNode json = json();
    json.putObject("settings")
        .put("rampSeconds", settings.pace().rampSeconds())
        .put("seconds", settings.pace().seconds())
        .put("mix", settings.mix().toString())
        .put("agents", settings.agents())
        .put("contentBytes", settings.contentBytes())
        .put("largeBytes", settings.largeBytes())
        .put("signBefore", settings.signBefore());
    json.set("acceptMs", accept.fullJson());
    json.set("deliveryMs", delivery.fullJson());
    json.set("anchoredMs", anchoring.fullJson());
    if (hasTransactions()) {
      json.set("confirmedMs", confirming.fullJson());
    }
    return json;
  }

  private boolean hasTransactions() {
    return sent > relayed;
  }

  public String[] lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d operations (%s) at %d a second, %d errors"
            .formatted(sent, settings.mix(), settings.pace().rate(), errors));
    lines.add("accepted   %8d  %s".formatted(accepted, accept));
    lines.add("delivered  %8d  %s".formatted(delivered, delivery));
    lines.add("anchored   %8d  %s".formatted(anchored, anchoring));
    if (hasTransactions()) {
      lines.add("confirmed  %8d  %s".formatted(confirmed, confirming));
    }
    if (use != null) {
      lines.add(
          "relay      %.1f MB resident at most, %.3f cores"
              .formatted(use.maxResidentMb(), use.cpuCores()));
    }
    return lines.toArray(String[]::new);
  }

  /** Whether everything that was sent was accepted, delivered and anchored, or confirmed. */
  public boolean isWhole() {
    return errors == 0
        && accepted == relayed
        && delivered == relayed
        && anchored == relayed
        && confirmed == sent - relayed;
  }

  /** A latency by name and percentile, in milliseconds. */
  double millis(String what, double percentile) {
    Latencies latencies =
        switch (what) {
          case "accept" -> accept;
          case "delivery" -> delivery;
          case "anchored" -> anchoring;
          case "confirmed" -> confirming;
          default -> throw new IllegalArgumentException("there is no latency \"" + what + "\"");
        };
    return percentile == 100 ? latencies.maxMillis() : latencies.millis(percentile);
  }

  /** How many of a latency there are. */
  long count(String what) {
    return switch (what) {
      case "accept" -> accept.count();
      case "delivery" -> delivery.count();
      case "anchored" -> anchoring.count();
      default -> confirming.count();
    };
  }
}
