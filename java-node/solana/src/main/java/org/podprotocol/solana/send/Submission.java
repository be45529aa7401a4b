package org.podprotocol.solana.send;

import java.util.concurrent.CompletableFuture;
import org.podprotocol.solana.keys.Signature;

/**
 * A transaction on its way, in three stages of certainty. Futures complete on a network thread, see
 * {@link org.podprotocol.solana.rpc.RpcTransport}. If the transaction could not even be prepared,
 * all three fail with the reason.
 */
public final class Submission {

  private final CompletableFuture<Signature> signed = new CompletableFuture<>();
  private final CompletableFuture<Signature> sent = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  Submission() {}

  static Submission failed(Throwable cause) {
    Submission submission = new Submission();
    submission.fail(cause);
    return submission;
  }

  /**
   * Its signature is known; nothing has been sent. Fails with {@link NotSentException} if
   * simulation rejects it.
   */
  public CompletableFuture<Signature> signed() {
    return signed;
  }

  /**
   * A node has taken it; it may still be lost. Fails with {@link NotSentException} if none ever
   * did.
   */
  public CompletableFuture<Signature> sent() {
    return sent;
  }

  /** What became of it. */
  public CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  void fail(Throwable cause) {
    outcome.completeExceptionally(cause);
    signed.completeExceptionally(cause);
    sent.completeExceptionally(cause);
  }

  void end(Outcome end) {
    if (end instanceof Outcome.Landed landed) {
      sent.complete(landed.signature());
    } else if (end instanceof Outcome.Failed failed) {
      sent.complete(failed.signature());
    } else {
      NotSentException reason = new NotSentException(end);
      signed.completeExceptionally(reason);
      sent.completeExceptionally(reason);
    }
    outcome.complete(end);
  }
}
