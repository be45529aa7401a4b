package org.podprotocol.protocol.tree;

import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * A whole tree in memory, for a group of receipts or an auditor's batch. Not safe for threads to
 * share.
 */
public final class TreeInMemory implements Nodes {
  private final List<List<Hash>> levels = new ArrayList<>();

  public TreeInMemory() {
    levels.add(new ArrayList<>());
  }

  public long size() {
    return levels.get(0).size();
  }

  /** Adds one leaf. */
  public void append(Hash leafHash) {
    Hash node = leafHash;
    int level = 0;
    List<Hash> row = levels.get(0);
    row.add(node);
    while ((row.size() & 1) == 0) {
      node = Sha256.node(row.get(row.size() - 2), node);
      level++;
      if (level == levels.size()) {
        levels.add(new ArrayList<>());
      }
      row = levels.get(level);
      row.add(node);
    }
  }

  @Override
  public Hash root(Subtree subtree) {
    if (subtree.end() > size()) {
      throw new IllegalArgumentException(subtree + " is past a tree of " + size() + " leaves");
    }
    return levels.get(subtree.level()).get((int) subtree.position());
  }

  /** The tree's root (RFC 9162 section 2.1.1). */
  public Hash root() {
    return Frontier.of(size(), this).root();
  }
}
