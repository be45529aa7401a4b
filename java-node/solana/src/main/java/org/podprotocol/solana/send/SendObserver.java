package org.podprotocol.solana.send;

/** Hears how the transactions of a sender went. Called on the sender's event loop. */
@FunctionalInterface
public interface SendObserver {

  /** A signed transaction has its outcome. */
  void ended(SendReport report);

  /** Hears nothing. */
  static SendObserver none() {
    return report -> {};
  }
}
