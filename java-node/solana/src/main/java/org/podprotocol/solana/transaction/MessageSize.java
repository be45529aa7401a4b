package org.podprotocol.solana.transaction;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/** How large a transaction would be. */
public final class MessageSize {

  private MessageSize() {}

  /**
   * Bytes of the transaction on the wire, all signatures included, whether or not that is allowed;
   * {@link Integer#MAX_VALUE} if it has more accounts or signers than can be written at all.
   */
  public static int of(
      MessageVersion version,
      PublicKey feePayer,
      List<TransactionInstruction> instructions,
      List<AddressLookupTable> tables) {
    try {
      return Message.unchecked(version, feePayer, Blockhash.ZERO, instructions, tables)
          .transactionSize();
    } catch (IllegalArgumentException e) {
      return Integer.MAX_VALUE;
    }
  }
}
