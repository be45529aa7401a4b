package org.podprotocol.protocol.tree;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.ChunkException.Reason;

/**
 * A range of leaves as the roots of its cover: what a commit carries.
 *
 * @param start index of the first leaf in the epoch
 * @param end index after the last leaf
 * @param roots of the subtrees of {@link Cover#of}, left to right
 */
public record Chunk(long start, long end, List<Hash> roots) {
  /** Most leaves of an epoch. */
  public static final long MAX_EPOCH_SIZE = 1L << Frontier.MAX_LEVEL;

  private static final int HEADER_LENGTH = 8;

  public Chunk {
    roots = List.copyOf(roots);
    if (start < 0
        || start >= end
        || end > MAX_EPOCH_SIZE
        || roots.size() != Cover.length(start, end)) {
      throw new IllegalArgumentException(
          roots.size() + " roots can't cover " + start + " to " + end);
    }
  }

  /** The chunk of a range whose nodes are known. */
  public static Chunk of(long start, long end, Nodes nodes) {
    return new Chunk(start, end, Cover.of(start, end).stream().map(nodes::root).toList());
  }

  /** Bytes of the chunk of {@code [start, end)}. */
  public static int encodedLength(long start, long end) {
    return HEADER_LENGTH + Bytes32.LENGTH * Cover.length(start, end);
  }

  /** start u32 || end u32 || roots. */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER_LENGTH + Bytes32.LENGTH * roots.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) start)
            .putInt((int) end);
    for (int i = 0; i < roots.size(); i++) {
      roots.get(i).copyTo(out.array(), HEADER_LENGTH + Bytes32.LENGTH * i);
    }
    return out.array();
  }

  /**
   * Reads chunks, one after the other, to the end of {@code bytes}.
   *
   * @throws ChunkException if one is empty, too long or cut short
   */
  public static List<Chunk> readAll(byte[] bytes) throws ChunkException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Chunk> chunks = new ArrayList<>();
    while (in.hasRemaining()) {
      chunks.add(read(in));
    }
    return List.copyOf(chunks);
  }

  private static Chunk read(ByteBuffer in) throws ChunkException {
    if (in.remaining() < HEADER_LENGTH) {
      throw new ChunkException(Reason.WRONG_COVER_LENGTH, "a chunk's range is cut short");
    }
    long start = Integer.toUnsignedLong(in.getInt());
    long end = Integer.toUnsignedLong(in.getInt());
    if (start >= end) {
      throw new ChunkException(Reason.EMPTY, "a chunk from " + start + " to " + end + " is empty");
    }
    if (end > MAX_EPOCH_SIZE) {
      throw new ChunkException(Reason.BEYOND_EPOCH, "a chunk ends at " + end + ", past the epoch");
    }
    int count = Cover.length(start, end);
    if (in.remaining() < Bytes32.LENGTH * count) {
      throw new ChunkException(
          Reason.WRONG_COVER_LENGTH,
          "a chunk from " + start + " to " + end + " needs " + count + " roots");
    }
    List<Hash> roots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      roots.add(Hash.of(in.array(), in.arrayOffset() + in.position()));
      in.position(in.position() + Bytes32.LENGTH);
    }
    return new Chunk(start, end, roots);
  }
}
