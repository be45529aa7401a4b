package org.podprotocol.relay.anchoring;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * Proof that a leaf is in a relay's log on chain.
 *
 * @param epoch epoch of the log
 * @param log the RelayLog account
 * @param index global index of the message
 * @param epochIndex its index in the epoch
 * @param leafHash SHA-256(0x00 || leaf), 32 bytes
 * @param path sibling hashes from the leaf up to the peak that covers the index at {@code treeSize}
 * @param treeSize size of the epoch's tree on chain that the path belongs to
 * @param peak the peak the path leads to, 32 bytes
 * @param commitSignature transaction that put the leaf on chain, base58
 * @param slot slot of that transaction
 * @param finalized whether it is finalized
 */
public record InclusionProof(
    int epoch,
    PublicKey log,
    long index,
    long epochIndex,
    byte[] leafHash,
    List<byte[]> path,
    long treeSize,
    byte[] peak,
    String commitSignature,
    long slot,
    boolean finalized) {}
