package org.podprotocol.relay.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What happened in the demo; all of it was checked.
 *
 * @param agents registered
 * @param messages signed and sent
 * @param accepted with a receipt that holds
 * @param delivered over WebSocket, each once
 * @param anchored in the log on chain
 * @param commits transactions that anchored them
 * @param proofsVerified against the RelayLog account
 * @param onChainMessages Message accounts that were read back
 * @param onChainVerifications by the program
 * @param transactions on chain in all: registrations, messages, commits, verifications
 * @param refusals that were tried
 * @param signatures of the first and the last commit, base58
 * @param seconds from the first registration to the last check
 */
public record DemoReport(
    int agents,
    int messages,
    int accepted,
    int delivered,
    int anchored,
    int commits,
    int proofsVerified,
    int onChainMessages,
    int onChainVerifications,
    int transactions,
    int refusals,
    List<String> signatures,
    double seconds) {

  /** The machine's form, with the members that are promised. */
  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("agents", agents)
            .put("messages", messages)
            .put("accepted", accepted)
            .put("delivered", delivered)
            .put("anchored", anchored)
            .put("commits", commits)
            .put("proofs_verified", proofsVerified)
            .put("onchain_verifications", onChainVerifications)
            .put("transactions", transactions);
    ArrayNode list = json.putArray("signatures");
    signatures.forEach(list::add);
    return json.put("seconds", Math.round(seconds * 1000) / 1000.0);
  }

  /** The form for people. */
  public String[] lines() {
    return new String[] {
      "%d agents registered, %d messages sent".formatted(agents, messages),
      "%d accepted, each with a receipt that holds".formatted(accepted),
      "%d delivered over WebSocket, each once".formatted(delivered),
      "%d anchored by %d commits, %s to %s"
          .formatted(anchored, commits, signatures.getFirst(), signatures.getLast()),
      "%d proofs verified against the chain's log, %d more by the program itself"
          .formatted(proofsVerified, onChainVerifications),
      "%d messages in accounts of their own read back, %d refusals seen"
          .formatted(onChainMessages, refusals),
      "%d transactions in %.1f s".formatted(transactions, seconds),
    };
  }
}
