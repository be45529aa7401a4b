package org.podprotocol.solana.send;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.TransactionError;

/**
 * What became of a transaction. Instruction indexes in errors count among the request's own
 * instructions, without its compute budget instructions; an index below 0 is one that the sender
 * put in front.
 */
public sealed interface Outcome {

  /**
   * It is in a block and succeeded.
   *
   * @param commitment at least the one that was asked for
   */
  record Landed(Signature signature, long slot, Commitment commitment) implements Outcome {}

  /**
   * It is in a block and failed: the fee is spent, nothing else happened. Sending it again is
   * pointless.
   *
   * @param error with the failing instruction and the program's code
   */
  record Failed(Signature signature, long slot, TransactionError error) implements Outcome {}

  /**
   * It is in no block and never will be: its blockhash or nonce is used up. It may be built and
   * signed anew.
   */
  record Expired(Signature signature) implements Outcome {}

  /**
   * Simulation or the node's preflight refused it; it was not forwarded.
   *
   * @param reason for people
   * @param error as the runtime says it, or null if the node refused it for another reason
   * @param logs of the simulation
   */
  record Rejected(String reason, @Nullable TransactionError error, List<String> logs)
      implements Outcome {}

  /** It may or may not land; watch the signature before building another. */
  record Unknown(Signature signature, String reason) implements Outcome {}
}
