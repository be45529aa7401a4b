package org.podprotocol.relay.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Zstandard frames (RFC 8878) of blocks, made only where they save space. Blocks are at most 1 MiB.
 */
final class BlockCompression {
  private static final int LEVEL = 3;

  /** Below this a frame saves less than a file system block. */
  private static final int MIN_BLOCK = 4096;

  /** What a block may grow by: text compresses some 2 to 10 times, runs of one byte far more. */
  private static final int MAX_RATIO = 1000;

  private BlockCompression() {}

  /**
   * A frame that is at least a tenth smaller and has been expanded again to the same bytes, or
   * empty if there is no such frame.
   */
  static Optional<byte[]> compress(byte[] block) throws IOException {
    if (block.length < MIN_BLOCK) {
      return Optional.empty();
    }
    byte[] frame = Zstd.compress(block, LEVEL);
    if (frame.length > block.length - block.length / 10
        || (long) frame.length * MAX_RATIO < block.length
        || !Arrays.equals(expand(frame), block)) {
      return Optional.empty();
    }
    return Optional.of(frame);
  }

  /**
   * Expands a frame whose declared size is that of a block.
   *
   * @throws IOException if it is not a whole frame, declares no size or one over 1 MiB, or grows by
   *     more than a thousand times
   */
  static byte[] expand(byte[] frame) throws IOException {
    long declared = frame.length == 0 ? 0 : Zstd.getFrameContentSize(frame);
    if (declared <= 0 || declared > BlockSource.MAX_BLOCK) {
      throw new IOException("a compressed block declares %d bytes".formatted(declared));
    }
    if (declared > (long) frame.length * MAX_RATIO) {
      throw new IOException(
          "a compressed block of %d bytes declares %d".formatted(frame.length, declared));
    }
    byte[] block = new byte[(int) declared];
    try {
      long size = Zstd.decompress(block, frame);
      if (size != declared) {
        throw new IOException(
            "a compressed block holds %d bytes, not %d".formatted(size, declared));
      }
    } catch (ZstdException e) {
      throw new IOException("a compressed block is damaged: " + e.getMessage(), e);
    }
    return block;
  }
}
