package org.podprotocol.relay.compressed;

import org.podprotocol.protocol.bytes.Hash;

/**
 * A state tree as it is on chain ({@code BatchedMerkleTreeAccount} of light-batched-merkle-tree
 * 0.11).
 *
 * @param size leaves that a prover moved into it
 * @param height levels above the leaves
 * @param root its newest root
 */
record StateTree(long size, int height, Hash root) {
  private static final int TREE_TYPE = 8;
  private static final long STATE_TREE_V2 = 3;
  private static final int NEXT_INDEX = 8 + 8 + 216 + 8;
  private static final int HEIGHT = NEXT_INDEX + 8;
  private static final int ROOTS = 680;
  private static final int MOST_LEVELS = 40;

  /**
   * @throws MalformedLightDataException if it is no state tree of version 2
   */
  static StateTree decode(byte[] data) {
    var account = new LightAccountReader(data, "BatchMta");
    int height = account.smallNumber(HEIGHT);
    if (account.number(TREE_TYPE) != STATE_TREE_V2 || height < 1 || height > MOST_LEVELS) {
      throw new MalformedLightDataException("it is another kind of tree");
    }
    // A ring: where the next root goes, length, capacity, then the roots.
    long next = account.number(ROOTS);
    long length = account.number(ROOTS + 8);
    int capacity = account.capacity(ROOTS + 16);
    if (length < 1 || length > capacity || next > length) {
      throw new MalformedLightDataException("its history of roots is broken");
    }
    int last = (int) ((next + capacity - 1) % capacity);
    return new StateTree(
        account.number(NEXT_INDEX), height, account.hash(ROOTS + 24 + Hash.LENGTH * last));
  }
}
