package org.podprotocol.solana.transaction;

/** The wire formats of a transaction message, each with its size limit. */
public enum MessageVersion {
  /** The first format: no version byte, no lookup tables. */
  LEGACY,
  /** Version byte 0x80; accounts may come from lookup tables. */
  V0;

  /**
   * The most bytes a whole transaction of this version may have: one IPv6 packet of 1,280 less 48
   * of headers.
   */
  public int maxTransactionBytes() {
    return 1232;
  }
}
