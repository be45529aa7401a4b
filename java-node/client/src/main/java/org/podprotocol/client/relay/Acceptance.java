package org.podprotocol.client.relay;

import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A relay's word that it has a message on disk.
 *
 * @param id message id
 * @param index global index in the relay's log
 * @param state how far it has come; for a duplicate possibly further than accepted
 * @param duplicate whether it was there before; the receipt is then the first one
 * @param receipt the signed promise
 */
public record Acceptance(
    Hash id, long index, MessageState state, boolean duplicate, Receipt receipt) {

  static Acceptance of(Answer answer) {
    return new Acceptance(
        answer.hash("id"),
        answer.integer("index"),
        MessageState.of(answer.text("state")),
        answer.bool("duplicate"),
        answer.receipt("receipt"));
  }
}
