package org.podprotocol.solana.send;

import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.transaction.ComputeBudget;

/**
 * What a transaction may use. Tight limits cost less and are scheduled sooner.
 *
 * @param units compute units, or null: found by simulation
 * @param loadedBytes bytes of accounts and programs loaded, or null: found by simulation if that is
 *     done, else unlimited
 */
public record ComputeLimits(@Nullable Integer units, @Nullable Integer loadedBytes) {

  /** Checks the ranges. */
  public ComputeLimits {
    if (units != null && (units < 1 || units > ComputeBudget.MAX_UNITS)) {
      throw new IllegalArgumentException("compute units out of range: " + units);
    }
    if (loadedBytes != null
        && (loadedBytes < 1 || loadedBytes > ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES)) {
      throw new IllegalArgumentException("loaded bytes out of range: " + loadedBytes);
    }
  }

  /** Found by simulating the transaction before it is signed. */
  public static ComputeLimits simulated() {
    return new ComputeLimits(null, null);
  }

  /** Known beforehand: saves the simulation. */
  public static ComputeLimits fixed(int units) {
    return new ComputeLimits(units, null);
  }

  /** The same with a limit on loaded bytes. */
  public ComputeLimits withLoadedBytes(int bytes) {
    return new ComputeLimits(units, bytes);
  }
}
