package org.podprotocol.client.chain;

import java.io.Serial;
import java.util.Optional;
import org.podprotocol.bindings.errors.PodProtocolError;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.send.Outcome;

/** A transaction that did not do what it was for. */
public final class ChainException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Outcome outcome;

  ChainException(Outcome outcome) {
    super(describe(outcome));
    this.outcome = outcome;
  }

  /** What became of it. */
  public Outcome outcome() {
    return outcome;
  }

  /** The program's error, if it was the program that refused. */
  public Optional<PodProtocolError> programError() {
    return programError(outcome);
  }

  private static Optional<PodProtocolError> programError(Outcome outcome) {
    TransactionError error =
        outcome instanceof Outcome.Failed failed
            ? failed.error()
            : outcome instanceof Outcome.Rejected rejected ? rejected.error() : null;
    if (error == null || error.instruction() == null) {
      return Optional.empty();
    }
    Long code = error.instruction().customCode();
    return code == null ? Optional.empty() : PodProtocolError.ofCode(code);
  }

  private static String describe(Outcome outcome) {
    return programError(outcome)
        .map(error -> "the program refuses: " + error.message())
        .orElseGet(() -> "the transaction did not land: " + outcome);
  }
}
