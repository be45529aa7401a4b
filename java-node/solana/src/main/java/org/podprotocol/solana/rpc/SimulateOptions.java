package org.podprotocol.solana.rpc;

import org.jspecify.annotations.Nullable;

/**
 * How to simulate.
 *
 * @param commitment of the state to run on
 * @param verifySignatures false: signatures may be missing
 * @param replaceBlockhash true: the node puts in its latest blockhash; excludes {@code
 *     verifySignatures}
 * @param minContextSlot the slot that the node must have reached, or null
 */
public record SimulateOptions(
    Commitment commitment,
    boolean verifySignatures,
    boolean replaceBlockhash,
    @Nullable Long minContextSlot) {

  /** Checks that signatures aren't verified over a blockhash that is replaced. */
  public SimulateOptions {
    if (verifySignatures && replaceBlockhash) {
      throw new IllegalArgumentException("signatures can't be verified over a replaced blockhash");
    }
  }

  /** Neither signatures nor blockhash count: what would the instructions do? */
  public static SimulateOptions dryRun(Commitment commitment) {
    return new SimulateOptions(commitment, false, true, null);
  }
}
