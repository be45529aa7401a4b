package org.podprotocol.protocol.tree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * Sibling hashes from a leaf up: to the peak that covers it, or to the root (RFC 9162 section
 * 2.1.3).
 */
public final class InclusionPath {
  private InclusionPath() {}

  /**
   * Level of the peak that covers an index: the length of the path to it.
   *
   * @throws IllegalArgumentException unless {@code 0 <= index < size}
   */
  public static int peakLevel(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " leaves has no index " + index);
    }
    // Index and size agree above this bit, where the size has a one and the index a zero.
    return 63 - Long.numberOfLeadingZeros(index ^ size);
  }

  /** The path of an index to its peak. */
  public static List<Hash> toPeak(long index, long size, Nodes nodes) {
    int levels = peakLevel(index, size);
    List<Hash> path = new ArrayList<>(levels);
    for (int level = 0; level < levels; level++) {
      long sibling = (index >>> level) ^ 1;
      path.add(nodes.root(new Subtree(sibling << level, level)));
    }
    return List.copyOf(path);
  }

  /** The path of an index to the root. */
  public static List<Hash> toRoot(long index, long size, Nodes nodes) {
    List<Hash> path = new ArrayList<>(toPeak(index, size, nodes));
    int level = path.size();
    long peakStart = (index >>> level) << level;
    Hash right = fold(Cover.of(peakStart + (1L << level), size), nodes);
    if (right != null) {
      path.add(right);
    }
    List<Subtree> left = Cover.of(0, peakStart);
    for (int i = left.size() - 1; i >= 0; i--) {
      path.add(nodes.root(left.get(i)));
    }
    return List.copyOf(path);
  }

  private static @Nullable Hash fold(List<Subtree> subtrees, Nodes nodes) {
    Hash root = null;
    for (int i = subtrees.size() - 1; i >= 0; i--) {
      Hash next = nodes.root(subtrees.get(i));
      root = root == null ? next : Sha256.node(next, root);
    }
    return root;
  }

  /** What the path leads to if its leaf is at {@code index}: a peak's hash, if all is well. */
  public static Hash climb(Hash leafHash, long index, List<Hash> path) {
    Hash node = leafHash;
    for (int level = 0; level < path.size(); level++) {
      Hash sibling = path.get(level);
      node = (index >>> level & 1) == 0 ? Sha256.node(node, sibling) : Sha256.node(sibling, node);
    }
    return node;
  }

  /**
   * Whether the path proves the leaf at {@code index} of this tree. A path that was made for an
   * earlier size leads to a node below a peak and proves nothing by itself: extend it first.
   */
  public static boolean provesToPeak(Hash leafHash, long index, List<Hash> path, Frontier tree) {
    if (index < 0 || index >= tree.size() || path.size() != peakLevel(index, tree.size())) {
      return false;
    }
    Hash peak = tree.peak(path.size());
    return climb(leafHash, index, path).equals(peak);
  }

  /** Whether the path proves the leaf at {@code index} of the tree with this size and root. */
  public static boolean provesToRoot(
      Hash leafHash, long index, long size, List<Hash> path, Hash root) {
    return root.equals(rootOf(leafHash, index, size, path));
  }

  /**
   * The root of the tree of this size that has the leaf at {@code index} with this path (RFC 9162
   * section 2.1.3.2).
   *
   * @return null if the path is not as long as such a path is, or there is no such index
   */
  public static @Nullable Hash rootOf(Hash leafHash, long index, long size, List<Hash> path) {
    if (index < 0 || index >= size) {
      return null;
    }
    long fn = index;
    long sn = size - 1;
    Hash node = leafHash;
    for (Hash sibling : path) {
      if (sn == 0) {
        return null;
      }
      if ((fn & 1) == 1 || fn == sn) {
        node = Sha256.node(sibling, node);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        node = Sha256.node(node, sibling);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 ? node : null;
  }
}
