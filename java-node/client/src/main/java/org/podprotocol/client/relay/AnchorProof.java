package org.podprotocol.client.relay;

import java.util.List;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Hex;
import org.podprotocol.protocol.bytes.ProtocolException;

/**
 * A relay's claim that a message is in its log on chain. It proves nothing until it is held against
 * the RelayLog account, read from the chain.
 *
 * @param id message id
 * @param relay Relay account
 * @param epoch of the log
 * @param index global index
 * @param epochIndex index in the epoch's tree
 * @param leaf the envelope
 * @param path sibling hashes from the leaf up to the peak that covers it at {@code treeSize}
 * @param treeSize leaves of the tree that the path belongs to
 * @param peak what the path leads to
 * @param commitSignature transaction that put it on chain, base58
 * @param slot of that transaction
 * @param state anchored or finalized
 */
public record AnchorProof(
    Hash id,
    Address relay,
    long epoch,
    long index,
    long epochIndex,
    Envelope leaf,
    List<Hash> path,
    long treeSize,
    Hash peak,
    String commitSignature,
    long slot,
    MessageState state) {
  public AnchorProof {
    path = List.copyOf(path);
  }

  static AnchorProof of(Answer answer) {
    Envelope leaf;
    try {
      leaf = Envelope.of(Hex.decode(answer.text("leaf"), Envelope.LENGTH));
    } catch (ProtocolException e) {
      throw new AnswerException("the relay's proof has no leaf of 256 bytes", e);
    }
    return new AnchorProof(
        answer.hash("id"),
        answer.address("relay"),
        answer.integer("epoch"),
        answer.integer("index"),
        answer.integer("epochIndex"),
        leaf,
        answer.hashes("path"),
        answer.integer("treeSize"),
        answer.hash("peak"),
        answer.text("commitSignature"),
        answer.integer("slot"),
        MessageState.of(answer.text("state")));
  }
}
