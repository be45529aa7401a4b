package org.podprotocol.relay.compressed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.podprotocol.protocol.bytes.Hash;

/** The state tree of one queue, built from its leaves; places without a leaf are zero. */
final class LeafTree {
  private static final int STEP = 1_000;

  private final LeafStore store;
  private final long queue;

  LeafTree(LeafStore store, long queue) {
    this.store = store;
    this.queue = queue;
  }

  /** Leaves without a gap from the first on, as far as nodes are made for them. */
  long size() throws IOException {
    return store.built(queue);
  }

  /** Makes the nodes above the leaves that came, up to the first gap. */
  void grow() throws IOException {
    while (true) {
      long size = size();
      List<Hash> leaves = store.leaves(queue, size, STEP);
      if (leaves.isEmpty()) {
        return;
      }
      append(size, leaves);
    }
  }

  private void append(long size, List<Hash> leaves) throws IOException {
    var nodes = new ArrayList<LeafStore.Node>();
    Map<Long, Hash> below = new HashMap<>();
    for (int i = 0; i < leaves.size(); i++) {
      below.put(size + i, leaves.get(i));
    }
    long end = size + leaves.size();
    for (int level = 1; end >> level > 0; level++) {
      Map<Long, Hash> above = new HashMap<>();
      for (long place = size >> level; place < end >> level; place++) {
        Hash hash =
            Poseidon.pair(
                child(below, level - 1, 2 * place), child(below, level - 1, 2 * place + 1));
        nodes.add(new LeafStore.Node(level, place, hash));
        above.put(place, hash);
      }
      below = above;
    }
    store.addNodes(queue, nodes, end);
  }

  private Hash child(Map<Long, Hash> made, int level, long place) throws IOException {
    Hash hash = made.get(place);
    return hash == null ? store.node(queue, level, place) : hash;
  }

  /** The root of the tree of the first {@code size} leaves, of which all must be there. */
  Hash root(long size, int height) throws IOException {
    return subtree(height, 0, size);
  }

  /** Siblings of a leaf, from the leaf up, in the tree of the first {@code size} leaves. */
  List<Hash> path(long index, long size, int height) throws IOException {
    var path = new ArrayList<Hash>();
    for (int level = 0; level < height; level++) {
      path.add(subtree(level, index >> level ^ 1, size));
    }
    return path;
  }

  private Hash subtree(int level, long place, long size) throws IOException {
    if (place << level >= size) {
      return EmptyTrees.root(level);
    }
    if (place + 1 << level <= size) {
      return store.node(queue, level, place);
    }
    return Poseidon.pair(
        subtree(level - 1, 2 * place, size), subtree(level - 1, 2 * place + 1, size));
  }
}
