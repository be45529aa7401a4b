package org.podprotocol.relay.journal;

import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;

/** What became of a candidate. */
public sealed interface AppendOutcome {

  /** It is durable, for the first time. */
  record Accepted(StoredMessage message, Receipt receipt) implements AppendOutcome {}

  /** The same message was accepted before; this is the first receipt. */
  record Duplicate(StoredMessage message, Receipt receipt) implements AppendOutcome {}

  /** The sender used this nonce for another message, {@code id}. */
  record NonceUsed(Hash id) implements AppendOutcome {}

  /** Its timestamp lies before what the duplicate index still covers. */
  record TooOld(long floorMs) implements AppendOutcome {}
}
