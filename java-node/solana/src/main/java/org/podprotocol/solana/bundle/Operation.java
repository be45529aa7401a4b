package org.podprotocol.solana.bundle;

import java.util.List;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;

/**
 * Instructions that belong together: they succeed or fail as one, and are never split.
 *
 * @param instructions in order, without compute budget instructions
 * @param signers besides the fee payer
 * @param computeUnits the most they use
 * @param loadedBytes account data they load, programs included; what several operations share
 *     counts for each
 */
public record Operation(
    List<TransactionInstruction> instructions,
    List<Signer> signers,
    int computeUnits,
    int loadedBytes) {

  /** Takes copies. */
  public Operation {
    instructions = List.copyOf(instructions);
    signers = List.copyOf(signers);
    if (instructions.isEmpty()) {
      throw new IllegalArgumentException("an operation needs an instruction");
    }
    if (computeUnits < 1 || loadedBytes < 0) {
      throw new IllegalArgumentException("an operation states what it uses at most");
    }
  }
}
