package org.podprotocol.solana.send;

/** A stage that a transaction did not reach, because its outcome came first. */
public final class NotSentException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  NotSentException(Outcome outcome) {
    super("the transaction ended before: " + outcome);
    this.outcome = outcome;
  }

  /** What ended it. */
  public Outcome outcome() {
    return outcome;
  }
}
