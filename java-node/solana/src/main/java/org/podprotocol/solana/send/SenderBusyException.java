package org.podprotocol.solana.send;

/**
 * As many transactions are in flight as the sender allows; nothing was done. Try again when some
 * have ended.
 */
public final class SenderBusyException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SenderBusyException(int maxInFlight) {
    super(maxInFlight + " transactions are in flight, no more are allowed");
  }
}
