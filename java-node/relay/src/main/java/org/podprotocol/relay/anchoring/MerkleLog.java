package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.relay.journal.Folders;

/**
 * The Merkle tree of one epoch (RFC 9162 section 2.1), append-only, with its history on disk as
 * rows of hash tiles.
 *
 * <p>Memory use does not depend on the tree's size. Opening reads the right edge alone: the rows up
 * to the last {@link #sync()}, whose size and root a small state file holds. Leaf hashes after that
 * point are the caller's to append again (the journal has them). Any hash of the tree is computed
 * from at most 128 neighbours of one tile.
 *
 * <p>Thread-safe: one appender, any number of readers.
 */
public final class MerkleLog implements AutoCloseable {

  /** Leaves an epoch can hold: 2^26. */
  public static final int MAX_HEIGHT = 26;

  static final int HASH = HashRow.HASH;
  private static final int ROW_HEIGHT = 8;
  private static final int ROWS = MAX_HEIGHT / ROW_HEIGHT + 1;

  private final Path folder;
  private final HashRow[] rows = new HashRow[ROWS];
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private long syncedSize;

  private MerkleLog(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens or creates the tree in {@code folder}.
   *
   * @throws IOException also if the rows do not have the root that was recorded with their size
   */
  public static MerkleLog open(Path folder) throws IOException {
    Folders.make(folder);
    TreeState state = TreeState.read(folder);
    var log = new MerkleLog(folder);
    try {
      for (int r = 0; r < ROWS; r++) {
        log.rows[r] =
            HashRow.open(folder.resolve("row-" + r), r > 0, state.size() >>> ROW_HEIGHT * r);
      }
      log.syncedSize = state.size();
      byte[] root = log.root(state.size());
      if (!Arrays.equals(root, state.root())) {
        throw new IOException(
            "The tree in %s is damaged: its %d leaves have the root %s, %s was recorded"
                .formatted(folder, state.size(), TreeState.hex(root), TreeState.hex(state.root())));
      }
      return log;
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  /** Number of leaves. */
  public long size() {
    lock.readLock().lock();
    try {
      return rows[0].count();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Appends leaf hashes, 32 bytes each. */
  public void append(byte[] leafHashes) throws IOException {
    if (leafHashes.length % HASH != 0) {
      throw new IllegalArgumentException("not a number of hashes: " + leafHashes.length + " bytes");
    }
    lock.writeLock().lock();
    try {
      if (rows[0].count() + leafHashes.length / HASH > 1L << MAX_HEIGHT) {
        throw new IllegalStateException("an epoch holds 2^" + MAX_HEIGHT + " leaves");
      }
      for (int offset = 0; offset < leafHashes.length; offset += HASH) {
        append(0, leafHashes, offset);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void append(int row, byte[] hash, int offset) throws IOException {
    if (rows[row].append(hash, offset) && row + 1 < ROWS) {
      byte[] tile = rows[row].fullTile().clone();
      append(row + 1, TreeHash.fold(tile, HashRow.WIDTH), 0);
    }
  }

  /**
   * The root of the perfect subtree of 2^height leaves that begins at leaf {@code index << height}.
   */
  public byte[] node(int height, long index) throws IOException {
    lock.readLock().lock();
    try {
      int row = height / ROW_HEIGHT;
      int n = 1 << height % ROW_HEIGHT;
      byte[] hashes = new byte[n * HASH];
      rows[row].read(index * n, n, hashes, 0);
      return TreeHash.fold(hashes, n);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The peaks of the tree of the first {@code size} leaves, largest subtree first. */
  public List<byte[]> peaks(long size) throws IOException {
    return cover(0, size);
  }

  /** The root of the tree of the first {@code size} leaves. */
  public byte[] root(long size) throws IOException {
    List<byte[]> peaks = peaks(size);
    if (peaks.isEmpty()) {
      return TreeHash.EMPTY_ROOT.clone();
    }
    byte[] acc = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      acc = TreeHash.node(peaks.get(i), acc);
    }
    return acc;
  }

  /** Leaves [start, end) as a commit carries them. */
  Chunk chunk(long start, long end) throws IOException {
    return new Chunk(start, end, cover(start, end).stream().map(Hash::of).toList());
  }

  /**
   * The roots of the aligned perfect subtrees that cover leaves [start, end), left to right: the
   * hashes of a chunk (docs/protocol.md section 3).
   */
  public List<byte[]> cover(long start, long end) throws IOException {
    checkRange(start, end);
    var hashes = new ArrayList<byte[]>();
    for (long at = start; at < end; ) {
      int height = coverHeight(at, end);
      hashes.add(node(height, at >>> height));
      at += 1L << height;
    }
    return hashes;
  }

  private static int coverHeight(long at, long end) {
    int aligned = at == 0 ? MAX_HEIGHT : Math.min(Long.numberOfTrailingZeros(at), MAX_HEIGHT);
    int fits = 63 - Long.numberOfLeadingZeros(end - at);
    return Math.min(aligned, fits);
  }

  /**
   * Sibling hashes from leaf {@code index} up to the peak that covers it in the tree of {@code
   * size} leaves.
   */
  public List<byte[]> pathToPeak(long index, long size) throws IOException {
    int height = peakHeight(index, size);
    var path = new ArrayList<byte[]>(height);
    for (int h = 0; h < height; h++) {
      path.add(node(h, index >>> h ^ 1));
    }
    return path;
  }

  /** The peak that covers leaf {@code index} in the tree of {@code size} leaves. */
  public byte[] peak(long index, long size) throws IOException {
    int height = peakHeight(index, size);
    return node(height, index >>> height);
  }

  /** Height of the peak that covers leaf {@code index} in a tree of {@code size} leaves. */
  public static int peakHeight(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("leaf %d of %d".formatted(index, size));
    }
    // The highest bit in which the two differ is set in size, and is the peak's.
    return 63 - Long.numberOfLeadingZeros(index ^ size);
  }

  /**
   * The inclusion proof of RFC 9162 section 2.1.3 for the root of the first {@code size} leaves.
   */
  public List<byte[]> inclusionProof(long index, long size) throws IOException {
    List<byte[]> path = pathToPeak(index, size);
    int height = peakHeight(index, size);
    long peakStart = index >>> height << height;
    List<byte[]> right = cover(peakStart + (1L << height), size);
    if (!right.isEmpty()) {
      byte[] acc = right.getLast();
      for (int i = right.size() - 2; i >= 0; i--) {
        acc = TreeHash.node(right.get(i), acc);
      }
      path.add(acc);
    }
    List<byte[]> left = cover(0, peakStart);
    for (int i = left.size() - 1; i >= 0; i--) {
      path.add(left.get(i));
    }
    return path;
  }

  /**
   * {@code width} hashes of tile (level, n) in the layout of C2SP tlog-tiles, one after another.
   *
   * @throws IndexOutOfBoundsException if the tree does not have that many hashes there
   */
  public byte[] tile(int level, long n, int width) throws IOException {
    if (level < 0 || level >= ROWS || width < 1 || width > HashRow.WIDTH) {
      throw new IndexOutOfBoundsException("level %d, width %d".formatted(level, width));
    }
    byte[] hashes = new byte[width * HASH];
    lock.readLock().lock();
    try {
      rows[level].read(n * HashRow.WIDTH, width, hashes, 0);
    } finally {
      lock.readLock().unlock();
    }
    return hashes;
  }

  /**
   * Makes all full tiles durable and records the size and root they hold, from which {@link #open}
   * goes on.
   */
  public void sync() throws IOException {
    long size;
    byte[] root;
    lock.readLock().lock();
    try {
      size = rows[0].count() - rows[0].count() % HashRow.WIDTH;
      if (size == syncedSize) {
        return;
      }
      root = root(size);
    } finally {
      lock.readLock().unlock();
    }
    for (HashRow row : rows) {
      row.force();
    }
    new TreeState(size, root).write(folder);
    syncedSize = size;
  }

  private void checkRange(long start, long end) {
    if (start < 0 || start > end || end > size()) {
      throw new IndexOutOfBoundsException("[%d, %d) of %d".formatted(start, end, size()));
    }
  }

  @Override
  public void close() throws IOException {
    for (HashRow row : rows) {
      if (row != null) {
        row.close();
      }
    }
  }
}
