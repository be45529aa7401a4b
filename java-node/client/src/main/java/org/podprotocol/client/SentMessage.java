package org.podprotocol.client;

import org.podprotocol.client.relay.Acceptance;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A message that a relay has on disk, with a receipt that has been checked.
 *
 * @param envelope what was signed
 * @param acceptance the relay's answer
 */
public record SentMessage(Envelope envelope, Acceptance acceptance) {
  /** Message id. */
  public Hash id() {
    return acceptance.id();
  }

  /** Global index in the relay's log. */
  public long index() {
    return acceptance.index();
  }

  /** The relay's promise; keep it, it is evidence. */
  public Receipt receipt() {
    return acceptance.receipt();
  }
}
