package org.podprotocol.client;

import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A message whose signature and content have been checked.
 *
 * @param id message id
 * @param sequence place in its inbox, from 1 without gaps
 * @param index global index that the relay names; a proof shows whether it is so
 * @param acceptedAtMs Unix time that the relay names
 * @param envelope what the sender signed
 * @param body what it says
 * @param signerIsCurrent whether the key that signed is the sender's key on chain now; false after
 *     a rotation, and for a closed agent
 */
public record ReceivedMessage(
    Hash id,
    long sequence,
    long index,
    long acceptedAtMs,
    Envelope envelope,
    Body body,
    boolean signerIsCurrent) {

  /** Agent that sent it. */
  public Address sender() {
    return envelope.sender();
  }
}
