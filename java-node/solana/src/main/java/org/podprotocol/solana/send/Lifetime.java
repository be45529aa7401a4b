package org.podprotocol.solana.send;

import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.transaction.Blockhash;

/** How long a signed transaction can land. */
sealed interface Lifetime {

  /** Up to a block height; nodes know its blockhash from the context slot on. */
  record Blocks(long lastValidBlockHeight, long contextSlot) implements Lifetime {}

  /** As long as the account holds the value. */
  record Nonce(PublicKey account, Blockhash value) implements Lifetime {}
}
