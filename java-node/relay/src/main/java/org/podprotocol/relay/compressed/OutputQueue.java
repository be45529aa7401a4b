package org.podprotocol.relay.compressed;

import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;

/**
 * An output queue as it is on chain ({@code BatchedQueueAccount} of light-batched-merkle-tree
 * 0.11): what was appended and waits for a prover to move it into the tree.
 *
 * @param tree the state tree that its leaves go to
 * @param nextIndex leaves that were ever appended
 * @param chains hash chains of the leaves of its two batches
 */
record OutputQueue(PublicKey tree, long nextIndex, List<Chain> chains) {
  private static final int TREE = 8 + 96 + 56;
  private static final int QUEUE_TYPE = 8 + 216;
  private static final long OUTPUT_QUEUE_V2 = 5;
  private static final int BATCHES = 8 + 224;
  private static final int PROOF_BATCH_SIZE = BATCHES + 16;
  private static final int NEXT_INDEX = BATCHES + 48;
  private static final int FIRST_BATCH = BATCHES + 56;
  private static final int BATCH_LENGTH = 96;
  private static final int BATCH_START = 72;
  private static final int VECTORS = 552;

  /**
   * A hash chain: the first leaf, then the hash of what there is and the next leaf.
   *
   * @param first index of its first leaf
   * @param count its leaves
   */
  record Chain(long first, int count, Hash value) {}

  /**
   * @throws MalformedLightDataException if it is no output queue of a version 2 tree
   */
  static OutputQueue decode(byte[] data) {
    var account = new LightAccountReader(data, "queueacc");
    if (account.number(QUEUE_TYPE) != OUTPUT_QUEUE_V2) {
      throw new MalformedLightDataException("it is another kind of queue");
    }
    int proofBatch = (int) Math.min(Integer.MAX_VALUE, account.number(PROOF_BATCH_SIZE));
    int secondLeaves = account.after(VECTORS);
    int firstChains = account.after(secondLeaves);
    int[] leaves = {VECTORS, secondLeaves};
    int[] chains = {firstChains, account.after(firstChains)};
    var all = new ArrayList<Chain>();
    for (int batch = 0; batch < 2; batch++) {
      long first = account.number(FIRST_BATCH + batch * BATCH_LENGTH + BATCH_START);
      int left = account.length(leaves[batch]);
      for (Hash value : account.hashes(chains[batch])) {
        int count = Math.min(left, proofBatch);
        if (count > 0) {
          all.add(new Chain(first, count, value));
        }
        first += count;
        left -= count;
      }
    }
    return new OutputQueue(account.key(TREE), account.number(NEXT_INDEX), List.copyOf(all));
  }
}
