package org.podprotocol.protocol.tree;

import org.podprotocol.protocol.bytes.Hash;

/** The nodes of a tree's perfect subtrees, wherever they are kept. */
@FunctionalInterface
public interface Nodes {
  /**
   * Root of a perfect subtree.
   *
   * @throws IllegalArgumentException if the tree is not yet that far
   */
  Hash root(Subtree subtree);
}
