package org.podprotocol.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.relay.AnchorProof;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.solana.rpc.Commitment;

/** Proves messages of one relay: the proof from the relay, the log from the chain. */
final class AnchorQuery {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** How long a proof and the log may be out of step before that is the relay's fault. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final RelayLink link;
  private final RelaySession session;
  private final ChainReader chain;
  private final Domain domain;

  AnchorQuery(RelayLink link, RelaySession session, ChainReader chain, Domain domain) {
    this.link = link;
    this.session = session;
    this.chain = chain;
    this.domain = domain;
  }

  /** Proves now, or fails. */
  CompletableFuture<VerifiedAnchor> prove(Hash id, Commitment commitment) {
    return prove(id, commitment, System.nanoTime() + SETTLING.toNanos());
  }

  private CompletableFuture<VerifiedAnchor> prove(Hash id, Commitment commitment, long end) {
    return session
        .call(token -> link.api().proof(id, token))
        .thenCompose(proof -> verify(proof, id, commitment, end));
  }

  private CompletableFuture<VerifiedAnchor> verify(
      AnchorProof proof, Hash id, Commitment commitment, long end) {
    if (!proof.relay().equals(link.relay())) {
      throw new ProofException("the proof is false: it is of relay " + proof.relay());
    }
    return chain
        .log(proof.relay(), proof.epoch(), commitment)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return again(
                    id, commitment, end, false, "there is no log of epoch " + proof.epoch());
              }
              return switch (AnchorCheck.check(proof, id, domain, found.get())) {
                case PROVEN ->
                    CompletableFuture.completedFuture(
                        new VerifiedAnchor(
                            proof,
                            found.get().address(),
                            found.get().tree().size(),
                            found.get().slot()));
                case PROOF_IS_OLD ->
                    again(id, commitment, end, false, "the log grows faster than the relay proves");
                case LOG_IS_OLD ->
                    again(
                        id,
                        commitment,
                        end,
                        true,
                        "the log on chain does not reach the message yet");
              };
            });
  }

  private CompletableFuture<VerifiedAnchor> again(
      Hash id, Commitment commitment, long end, boolean maySettle, String otherwise) {
    if (System.nanoTime() - end >= 0) {
      return CompletableFuture.failedFuture(
          maySettle ? new TimeoutException(otherwise) : new ProofException(otherwise));
    }
    return Futures.after(PAUSE, () -> prove(id, commitment, end));
  }

  /** Proves as soon as the message is anchored. */
  CompletableFuture<VerifiedAnchor> await(Hash id, Commitment commitment, Duration within) {
    return await(id, commitment, System.nanoTime() + within.toNanos());
  }

  private CompletableFuture<VerifiedAnchor> await(Hash id, Commitment commitment, long end) {
    return Futures.recover(
        prove(id, commitment, end),
        cause -> {
          boolean notYet =
              cause instanceof ProblemException e && e.problem().code().equals("not-anchored");
          if (!notYet) {
            return null;
          }
          if (System.nanoTime() - end >= 0) {
            return CompletableFuture.failedFuture(
                new TimeoutException("message " + id + " is not anchored yet"));
          }
          return Futures.after(PAUSE, () -> await(id, commitment, end));
        });
  }
}
