package org.podprotocol.solana.transaction;

/** The compiled transaction exceeds what its version may have on the wire. */
public final class TransactionTooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int size;
  private final int limit;

  TransactionTooLargeException(int size, int limit) {
    super("the transaction would have " + size + " bytes, " + limit + " are allowed");
    this.size = size;
    this.limit = limit;
  }

  /** Bytes of the whole transaction with all its signatures. */
  public int size() {
    return size;
  }

  /** Bytes allowed. */
  public int limit() {
    return limit;
  }
}
