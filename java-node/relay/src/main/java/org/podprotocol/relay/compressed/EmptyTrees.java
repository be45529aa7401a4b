package org.podprotocol.relay.compressed;

import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.bytes.Hash;

/** Roots of trees without leaves. */
final class EmptyTrees {
  private static final int MOST_LEVELS = 40;
  private static final List<Hash> ROOTS = roots();

  private EmptyTrees() {}

  private static List<Hash> roots() {
    var roots = new ArrayList<Hash>();
    roots.add(Hash.ZERO);
    for (int level = 1; level <= MOST_LEVELS; level++) {
      roots.add(Poseidon.pair(roots.getLast(), roots.getLast()));
    }
    return List.copyOf(roots);
  }

  /** The root of the tree with so many levels above its leaves. */
  static Hash root(int level) {
    return ROOTS.get(level);
  }
}
