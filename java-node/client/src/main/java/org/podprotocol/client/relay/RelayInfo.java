package org.podprotocol.client.relay;

import org.podprotocol.protocol.bytes.Address;

/**
 * What a relay says about itself.
 *
 * @param relay Relay account
 * @param program program id
 * @param genesisHash of the cluster it anchors on
 * @param receiptKey signs its receipts; the Relay account has the last word
 * @param mergeDelaySlots slots from acceptance to the anchoring deadline
 * @param maxBatch most messages of one request
 * @param timeMs its clock
 */
public record RelayInfo(
    Address relay,
    Address program,
    Address genesisHash,
    Address receiptKey,
    long mergeDelaySlots,
    long maxBatch,
    long timeMs) {

  static RelayInfo of(Answer answer) {
    return new RelayInfo(
        answer.address("relay"),
        answer.address("program"),
        answer.address("genesisHash"),
        answer.address("receiptKey"),
        answer.integer("mergeDelaySlots"),
        answer.integer("maxBatch"),
        answer.integer("timeMs"));
  }
}
