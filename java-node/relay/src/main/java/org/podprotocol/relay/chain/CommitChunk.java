package org.podprotocol.relay.chain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One chunk of a commit (docs/protocol.md section 3); indexes are those of the epoch.
 *
 * @param start first leaf
 * @param end one past the last leaf
 * @param cover roots of the aligned perfect subtrees that cover [start, end), 32 bytes each
 */
public record CommitChunk(long start, long end, List<byte[]> cover) {

  public static final int HEADER_BYTES = 8;

  public CommitChunk {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("chunk [%d, %d)".formatted(start, end));
    }
    cover = List.copyOf(cover);
  }

  /** start u32 || end u32. */
  byte[] header() {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) start)
        .putInt((int) end)
        .array();
  }

  /** Bytes of the chunk in the instruction. */
  public int encodedLength() {
    return HEADER_BYTES + 32 * cover.size();
  }
}
