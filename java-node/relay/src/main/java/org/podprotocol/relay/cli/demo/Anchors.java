package org.podprotocol.relay.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.chain.LogState;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SignatureStatus;

/** Waits until messages are in the relay's log on chain, and proves that they are. */
final class Anchors {
  private static final long POLL_MS = 50;

  private final PodClient client;
  private final ChainSession chain;

  Anchors(PodClient client, ChainSession chain) {
    this.client = client;
    this.chain = chain;
  }

  /** Messages in the relay's log of epoch 0, as the chain has it. */
  long logged() {
    return log().tree().size();
  }

  LogState log() {
    return ChainSession.await(client.chain().log(client.relayAddress(), 0, Commitment.CONFIRMED))
        .orElseThrow(() -> new DemoFailure("the relay has no log on chain"));
  }

  /**
   * Waits until the log on chain holds that many messages.
   *
   * @throws DemoFailure if it holds more, or time runs out
   */
  void await(long messages, long patienceMs) {
    long deadline = System.nanoTime() + patienceMs * 1_000_000;
    long logged = logged();
    while (logged < messages) {
      if (System.nanoTime() > deadline) {
        throw new DemoFailure(
            "%d of %d messages were anchored in time".formatted(logged, messages));
      }
      ChainSession.pause(POLL_MS);
      logged = logged();
    }
    if (logged > messages) {
      throw new DemoFailure(
          "the log on chain has %d messages, but %d were accepted".formatted(logged, messages));
    }
  }

  /**
   * Proves every message against the RelayLog account read from the chain.
   *
   * @return the proofs, in the order of the log
   * @throws DemoFailure if a message is at another index than its receipt says, or two are at one
   */
  List<VerifiedAnchor> prove(List<Utterance> utterances, Map<Hash, SentMessage> accepted) {
    Map<Utterance, CompletableFuture<VerifiedAnchor>> asked = new LinkedHashMap<>();
    for (Utterance utterance : utterances) {
      asked.put(utterance, utterance.speaker().agent().proof(utterance.id(), Commitment.CONFIRMED));
    }
    List<VerifiedAnchor> proven = new ArrayList<>();
    Set<Long> indexes = new HashSet<>();
    asked.forEach(
        (utterance, future) -> {
          VerifiedAnchor anchor = ChainSession.await(future);
          SentMessage receipt = accepted.get(utterance.id());
          if (receipt == null || receipt.index() != anchor.index()) {
            throw new DemoFailure(
                "message %s is at index %d, which is not what its receipt says"
                    .formatted(utterance.id(), anchor.index()));
          }
          if (!indexes.add(anchor.index())) {
            throw new DemoFailure("two messages are at index " + anchor.index());
          }
          proven.add(anchor);
        });
    proven.sort(Comparator.comparingLong(VerifiedAnchor::index));
    return proven;
  }

  /**
   * The transactions that anchored these messages, in the order of the log.
   *
   * @throws DemoFailure if one of them is not on chain, or failed there
   */
  List<String> commits(List<VerifiedAnchor> anchors) {
    List<String> commits =
        anchors.stream().map(anchor -> anchor.proof().commitSignature()).distinct().toList();
    for (int from = 0; from < commits.size(); from += 256) {
      List<String> some = commits.subList(from, Math.min(commits.size(), from + 256));
      List<Optional<SignatureStatus>> statuses =
          ChainSession.await(
                  chain
                      .rpc()
                      .getSignatureStatuses(some.stream().map(Signature::ofBase58).toList(), true))
              .value();
      for (int i = 0; i < some.size(); i++) {
        Optional<SignatureStatus> status = statuses.get(i);
        if (status.isEmpty() || status.get().error() != null) {
          throw new DemoFailure("commit " + some.get(i) + " is not on chain, or failed");
        }
      }
    }
    return commits;
  }
}
