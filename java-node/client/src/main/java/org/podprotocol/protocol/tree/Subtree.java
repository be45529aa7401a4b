package org.podprotocol.protocol.tree;

/**
 * An aligned perfect subtree: the leaves {@code start} to {@code start + 2^level - 1}.
 *
 * @param start index of the first leaf, a multiple of {@code 2^level}
 * @param level height; 0 is a leaf
 */
public record Subtree(long start, int level) {
  public Subtree {
    if (level < 0 || level > 62 || start < 0 || (start & ((1L << level) - 1)) != 0) {
      throw new IllegalArgumentException(
          "no aligned subtree of level " + level + " begins at " + start);
    }
  }

  /** Number of leaves. */
  public long size() {
    return 1L << level;
  }

  /** Index after the last leaf. */
  public long end() {
    return start + size();
  }

  /** Which of the subtrees of its level it is, from the left. */
  public long position() {
    return start >>> level;
  }
}
