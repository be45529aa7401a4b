package org.podprotocol.solana.send;

import org.podprotocol.solana.transaction.Transaction;

/** What preparation comes to. */
sealed interface Prepared {

  /** Signed; {@code preflight}: the first node should simulate it. */
  record Signed(Transaction transaction, Lifetime lifetime, boolean preflight)
      implements Prepared {}

  /** Simulation says it would fail. */
  record Refused(Outcome.Rejected outcome) implements Prepared {}
}
