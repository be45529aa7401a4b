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
    HELP.put("http.streams", "Open WebSockets and event streams.");
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
    HELP.put("anchoring.finalized", "Messages in a finalized commit.");
    HELP.put(
        "anchoring.lag.ms", "Age of the oldest message that is not anchored, in milliseconds.");
    HELP.put("anchoring.size", "Messages in a confirmed commit.");
    HELP.put("chain.accounts.hits", "Lookups of agents and channels that the cache answered.");
    HELP.put("chain.accounts.misses", "Lookups of agents and channels that went to the chain.");
    HELP.put("chain.accounts.size", "Agents and channels in the cache.");
    HELP.put(
        "chain.feed.up",
        "1 while accounts are followed by subscription, 0 while they are asked for.");
    HELP.put("chain.memberships.hits", "Lookups of memberships that the cache answered.");
    HELP.put("chain.memberships.misses", "Lookups of memberships that went to the chain.");
    HELP.put("chain.memberships.size", "Memberships in the cache.");
    HELP.put("chain.pubsub.connects", "Connections made to the cluster's WebSocket endpoints.");
    HELP.put("chain.slot", "Highest slot heard of.");
    HELP.put("chain.slot.age.ms", "Time since the last news of a slot, in milliseconds.");
    HELP.put("content.bytes", "Bytes of files in the relay's own content store.");
    HELP.put("content.cache.hit.ratio", "Share of content reads that memory answered.");
    HELP.put("content.source.failures", "Reads of content from other places that failed.");
    HELP.put("content.uploads.pending", "Contents that wait to be carried to Kubo.");
    HELP.put(
        "operations.isolated", "Operations that failed alone, taken out of their transaction.");
    HELP.put("operations.latency", "Time from taking an operation in until it is settled.");
    HELP.put("operations.packed", "Operations in one transaction.");
    HELP.put("operations.refused.full", "Operations refused because too many were under way.");
    HELP.put("operations.simulations", "Simulations made to find failing operations.");
    HELP.put("operations.submitted", "Operations of hosted agents taken in.");
    HELP.put("operations.transactions", "Transactions sent for operations.");
    HELP.put("operations.transactions.failed", "Transactions sent for operations that failed.");
    HELP.put("operations.under.way", "Operations of hosted agents under way.");
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
