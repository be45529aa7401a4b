package org.podprotocol.solana.send;

import org.podprotocol.solana.transaction.Transaction;

/** What preparation comes to. */
sealed interface Prepared {

  /**
   * Signed.
   *
   * @param preflight the first node should simulate it
   * @param ownInstructions instructions that the sender put before the request's
   */
  record Signed(Transaction transaction, Lifetime lifetime, boolean preflight, int ownInstructions)
      implements Prepared {}

  /** Simulation says it would fail. */
  record Refused(Outcome.Rejected outcome) implements Prepared {}
}
