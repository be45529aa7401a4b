package org.podprotocol.relay.compressed;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A leaf of a state tree that this relay follows.
 *
 * @param queue the output queue it was appended to
 * @param tree the state tree of the queue
 * @param index its place in the tree
 * @param signature the transaction, base58
 * @param slot of the transaction
 * @param message what it says; null if it is not a message of the program
 * @param place where it is
 * @param check what of it was compared with the chain
 * @param inclusion its path; null where there is none to give
 * @param detail why there is no path; empty if there is one
 */
public record FoundLeaf(
    Hash hash,
    PublicKey queue,
    PublicKey tree,
    long index,
    String signature,
    long slot,
    @Nullable LeafMessage message,
    Place place,
    Check check,
    @Nullable Inclusion inclusion,
    String detail) {

  /** Queue: appended, not yet in the tree, proven by its index alone. */
  public enum Place {
    QUEUE,
    TREE
  }

  /** Compared with the queue's hash chains, with the tree's root, or with neither so far. */
  public enum Check {
    NONE,
    HASH_CHAIN,
    ROOT
  }

  /**
   * @param path siblings from the leaf up
   * @param treeSize leaves of the tree that has this root
   */
  public record Inclusion(List<Hash> path, Hash root, long treeSize) {}
}
