package org.podprotocol.protocol.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/** RFC 9162 sections 2.1.1 and 2.1.3.1 by their recursive definitions. */
final class ReferenceTree {
  private ReferenceTree() {}

  static List<Hash> leaves(int count, long seed) {
    Random random = new Random(seed);
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] leaf = new byte[32];
      random.nextBytes(leaf);
      leaves.add(Sha256.leaf(leaf, 0, leaf.length));
    }
    return leaves;
  }

  static TreeInMemory inMemory(List<Hash> leaves) {
    TreeInMemory tree = new TreeInMemory();
    leaves.forEach(tree::append);
    return tree;
  }

  static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Sha256.of(new byte[0]);
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return Sha256.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  static List<Hash> path(int index, List<Hash> leaves) {
    if (leaves.size() == 1) {
      return new ArrayList<>();
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    List<Hash> left = leaves.subList(0, k);
    List<Hash> right = leaves.subList(k, leaves.size());
    List<Hash> path = index < k ? path(index, left) : path(index - k, right);
    path.add(index < k ? root(right) : root(left));
    return path;
  }
}
