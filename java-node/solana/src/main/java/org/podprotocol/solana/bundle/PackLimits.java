package org.podprotocol.solana.bundle;

import org.podprotocol.solana.transaction.ComputeBudget;

/**
 * What a packed transaction may have, besides the bytes of its version.
 *
 * @param maxInstructions compute budget instructions included; the runtime's own limit is 64
 * @param maxAccounts accounts locked; the runtime's limit is 64 where no feature raises it to 128
 * @param maxUnits compute units
 */
public record PackLimits(int maxInstructions, int maxAccounts, int maxUnits) {

  /** Checks the ranges. */
  public PackLimits {
    if (maxInstructions < 3 || maxInstructions > 64) {
      throw new IllegalArgumentException("a transaction has 3 to 64 instructions here");
    }
    if (maxAccounts < 2 || maxAccounts > 128) {
      throw new IllegalArgumentException("a transaction locks 2 to 128 accounts");
    }
    if (maxUnits < 1 || maxUnits > ComputeBudget.MAX_UNITS) {
      throw new IllegalArgumentException("compute units out of range");
    }
  }

  /** 64 instructions, 64 accounts, 1.4 million units. */
  public static PackLimits defaults() {
    return new PackLimits(64, 64, ComputeBudget.MAX_UNITS);
  }
}
