package org.podprotocol.relay.anchoring;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The hashes of every 8th level of a tree, in one append-only file: hash i is at byte 32 i, so that
 * 256 neighbours from a multiple of 256 are one tile of C2SP tlog-tiles. Hashes enter the file when
 * they are written through or when their tile is full; until then they are in memory. Not
 * thread-safe; the tree guards it.
 */
final class HashRow implements AutoCloseable {

  static final int WIDTH = 256;
  static final int HASH = 32;
  private static final int TILE_BYTES = WIDTH * HASH;

  private final FileChannel file;
  private final boolean writeThrough;

  /** The last, incomplete tile. */
  private final byte[] tail = new byte[TILE_BYTES];

  private long count;

  private HashRow(FileChannel file, boolean writeThrough, long count) {
    this.file = file;
    this.writeThrough = writeThrough;
    this.count = count;
  }

  /**
   * Opens a row of which the first {@code count} hashes are known to be on disk; what follows them
   * is cut off.
   *
   * @param writeThrough write each hash at once rather than a tile at a time
   */
  static HashRow open(Path path, boolean writeThrough, long count) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (file.size() < count * HASH) {
        throw new IOException(
            "%s holds %d hashes, %d are expected".formatted(path, file.size() / HASH, count));
      }
      file.truncate(count * HASH);
      var row = new HashRow(file, writeThrough, count);
      int partial = (int) (count % WIDTH);
      row.readFile(count - partial, partial, row.tail, 0);
      return row;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  long count() {
    return count;
  }

  /** Appends one hash; true if it completed a tile. */
  boolean append(byte[] hash, int offset) throws IOException {
    int slot = (int) (count % WIDTH);
    System.arraycopy(hash, offset, tail, slot * HASH, HASH);
    boolean full = slot == WIDTH - 1;
    if (writeThrough) {
      write(ByteBuffer.wrap(tail, slot * HASH, HASH), count * HASH);
    } else if (full) {
      write(ByteBuffer.wrap(tail), (count - slot) * HASH);
    }
    count++;
    return full;
  }

  /** Copies {@code n} hashes that lie in one tile, from hash {@code from} on. */
  void read(long from, int n, byte[] into, int offset) throws IOException {
    if (from < 0 || n < 0 || from + n > count) {
      throw new IndexOutOfBoundsException("%d + %d of %d".formatted(from, n, count));
    }
    long tailStart = count - count % WIDTH;
    if (from >= tailStart) {
      System.arraycopy(tail, (int) (from - tailStart) * HASH, into, offset, n * HASH);
    } else {
      readFile(from, n, into, offset);
    }
  }

  /** The tile just completed by {@link #append}; valid until the next append. */
  byte[] fullTile() {
    return tail;
  }

  void force() throws IOException {
    file.force(false);
  }

  private void readFile(long from, int n, byte[] into, int offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, n * HASH);
    long position = from * HASH;
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position);
      if (read < 0) {
        throw new EOFException("hash file ends at " + position);
      }
      position += read;
    }
  }

  private void write(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      position += file.write(buffer, position);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
