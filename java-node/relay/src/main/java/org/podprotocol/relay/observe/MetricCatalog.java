package org.podprotocol.relay.observe;

import java.util.Map;
import java.util.TreeMap;

/** What each metric means, by its dotted name. */
public final class MetricCatalog {
  private static final Map<String, String> HELP = new TreeMap<>();

  static {
    HELP.put("admission.accepted", "Messages accepted for the first time.");
    HELP.put("admission.duplicates", "Messages sent again and answered with their first receipt.");
    HELP.put("admission.refused", "Messages refused, by the API's error code.");
    HELP.put("admission.queue", "Messages that wait for a signature check.");
    HELP.put("journal.queue", "Messages that wait for the journal's writer.");
    HELP.put("journal.messages", "Messages in the journal.");
    HELP.put("journal.group", "Time to make one group of messages durable.");
    HELP.put("journal.group.messages", "Messages in one group.");
    HELP.put("delivery.pushed", "Messages pushed to live subscribers.");
    HELP.put("delivery.subscriptions", "Live subscriptions.");
    HELP.put("delivery.slow", "Connections closed because they took nothing for too long.");
    HELP.put("http.connections", "Open connections.");
    HELP.put("http.requests", "Requests answered, by route and status.");
    HELP.put("http.latency", "Time from a whole request to its answer.");
    HELP.put("http.refused.connections", "Connections refused because too many were open.");
    HELP.put("ws.connections", "Open WebSocket connections.");
    HELP.put("ws.frames", "WebSocket frames received.");
    HELP.put("process.resident.bytes", "Resident memory of the process.");
    HELP.put("process.heap.bytes", "Java heap in use.");
    HELP.put("process.cpu.seconds", "CPU time used by the process since its start.");
    HELP.put("process.start.ms", "Time from the start of the process until it was ready.");
    HELP.put("anchoring.commits.sent", "Commit transactions sent.");
    HELP.put("anchoring.commits.landed", "Commit transactions confirmed.");
    HELP.put("anchoring.commits.refused", "Commit transactions the program refused.");
    HELP.put(
        "anchoring.commits.expired",
        "Commit transactions whose blockhash expired before they landed.");
    HELP.put("anchoring.commits.unknown", "Commit transactions whose outcome is not known.");
    HELP.put("anchoring.commits.held", "Commits held back by the fee budget.");
    HELP.put("anchoring.rollbacks", "Confirmed commits that did not become final.");
    HELP.put("anchoring.reconciliations", "Comparisons of journal and chain.");
    HELP.put("anchoring.chain.errors", "Requests to the chain that failed while anchoring.");
    HELP.put("anchoring.fee.lamports", "Lamports spent on commits.");
    HELP.put("anchoring.confirmation", "Time from sending a commit until it is confirmed.");
  }

  private MetricCatalog() {}

  /** One sentence; the dotted name itself for a metric that is not in the catalogue. */
  static String help(String name) {
    return HELP.getOrDefault(name, name);
  }

  /** Dotted names and their sentences, in order. */
  public static Map<String, String> all() {
    return Map.copyOf(HELP);
  }
}
