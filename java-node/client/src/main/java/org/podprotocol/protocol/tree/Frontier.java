package org.podprotocol.protocol.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.tree.ChunkException.Reason;

/**
 * A tree as its peaks: the roots of the perfect subtrees it consists of, one for each bit set in
 * its size. Grows only at its end. Not safe for threads to share.
 */
public final class Frontier {
  /** Level of the single peak of a full epoch. */
  public static final int MAX_LEVEL = 26;

  /** Slots of a frontier, one a level. */
  public static final int LEVELS = MAX_LEVEL + 1;

  /** Bytes of a frontier on chain: each level's peak, or zeros. */
  public static final int ENCODED_LENGTH = LEVELS * Bytes32.LENGTH;

  private static final Hash EMPTY_ROOT = Sha256.of(new byte[0]);

  private final Hash[] peaks;
  private long size;

  /** The empty tree. */
  public Frontier() {
    peaks = new Hash[LEVELS];
    Arrays.fill(peaks, Hash.ZERO);
  }

  private Frontier(Hash[] peaks, long size) {
    this.peaks = peaks;
    this.size = size;
  }

  /**
   * A tree as the RelayLog account holds it.
   *
   * @param size number of leaves
   * @param encoded {@link #LEVELS} hashes; those of levels whose bit is not set in {@code size}
   *     don't count
   * @throws IllegalArgumentException if the size is no epoch's, or the length is wrong
   */
  public static Frontier of(long size, byte[] encoded, int offset) {
    if (size < 0 || size > Chunk.MAX_EPOCH_SIZE) {
      throw new IllegalArgumentException("no epoch has " + size + " leaves");
    }
    Hash[] peaks = new Hash[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      peaks[level] =
          (size >>> level & 1) == 1 ? Hash.of(encoded, offset + Bytes32.LENGTH * level) : Hash.ZERO;
    }
    return new Frontier(peaks, size);
  }

  /** The frontier of a tree whose nodes are known. */
  public static Frontier of(long size, Nodes nodes) {
    Frontier frontier = new Frontier();
    for (Subtree subtree : Cover.of(0, size)) {
      frontier.append(nodes.root(subtree), subtree.level());
    }
    return frontier;
  }

  public Frontier copy() {
    return new Frontier(peaks.clone(), size);
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** The peak of a level, or null if the size has no such bit. */
  public @Nullable Hash peak(int level) {
    return (size >>> level & 1) == 1 ? peaks[level] : null;
  }

  /** Adds one leaf. */
  public void append(Hash leafHash) {
    append(leafHash, 0);
  }

  /**
   * Adds a perfect subtree.
   *
   * @throws IllegalArgumentException if the tree's size is no multiple of {@code 2^level}, or the
   *     epoch would overflow
   */
  public void append(Hash root, int level) {
    long count = 1L << level;
    if ((size & (count - 1)) != 0) {
      throw new IllegalArgumentException(
          "a subtree of level " + level + " does not fit at " + size);
    }
    if (size + count > Chunk.MAX_EPOCH_SIZE) {
      throw new IllegalArgumentException("the epoch is full");
    }
    Hash merged = root;
    int at = level;
    while ((size >>> at & 1) == 1) {
      merged = Sha256.node(peaks[at], merged);
      peaks[at] = Hash.ZERO;
      at++;
    }
    peaks[at] = merged;
    size += count;
  }

  /**
   * Merges a chunk, as the program's commit does.
   *
   * @return whether the tree grew; a chunk it already covers is skipped
   * @throws ChunkException if the chunk straddles the tree's end or leaves a gap; the tree is as it
   *     was
   */
  public boolean merge(Chunk chunk) throws ChunkException {
    if (chunk.end() <= size) {
      return false;
    }
    if (chunk.start() != size) {
      Reason reason = chunk.start() < size ? Reason.STRADDLES : Reason.GAP;
      throw new ChunkException(
          reason,
          "a chunk from "
              + chunk.start()
              + " to "
              + chunk.end()
              + " does not continue a tree of "
              + size);
    }
    int next = 0;
    while (size < chunk.end()) {
      append(chunk.roots().get(next), Cover.levelAt(size, chunk.end()));
      next++;
    }
    return true;
  }

  /** The tree's root (RFC 9162 section 2.1.1); of the empty tree SHA-256 of nothing. */
  public Hash root() {
    if (size == 0) {
      return EMPTY_ROOT;
    }
    int level = Long.numberOfTrailingZeros(size);
    Hash root = peaks[level];
    for (level++; level < LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        root = Sha256.node(peaks[level], root);
      }
    }
    return root;
  }

  /** Each level's peak, or zeros, as on chain. */
  public byte[] toBytes() {
    byte[] bytes = new byte[ENCODED_LENGTH];
    for (int level = 0; level < LEVELS; level++) {
      peaks[level].copyTo(bytes, Bytes32.LENGTH * level);
    }
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frontier that && size == that.size && Arrays.equals(peaks, that.peaks);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(peaks);
  }

  @Override
  public String toString() {
    return "tree of " + size + " leaves, root " + root();
  }
}
