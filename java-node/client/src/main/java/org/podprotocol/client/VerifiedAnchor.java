package org.podprotocol.client;

import org.podprotocol.client.relay.AnchorProof;
import org.podprotocol.protocol.bytes.Address;

/**
 * A message that is in its relay's log, as the chain itself shows.
 *
 * @param proof that was checked
 * @param log RelayLog account it was checked against
 * @param treeSize leaves of the log when it was read
 * @param slot at which it was read
 */
public record VerifiedAnchor(AnchorProof proof, Address log, long treeSize, long slot) {
  /** Global index of the message. */
  public long index() {
    return proof.index();
  }
}
