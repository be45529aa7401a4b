package org.podprotocol.protocol.bytes;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thirty-two immutable bytes, held as four words, so that a value costs one small object and
 * compares quickly.
 */
public abstract sealed class Bytes32 permits Address, Hash {
  public static final int LENGTH = 32;

  private final long w0;
  private final long w1;
  private final long w2;
  private final long w3;

  Bytes32(byte[] bytes, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, bytes.length);
    w0 = LittleEndian.int64(bytes, offset);
    w1 = LittleEndian.int64(bytes, offset + 8);
    w2 = LittleEndian.int64(bytes, offset + 16);
    w3 = LittleEndian.int64(bytes, offset + 24);
  }

  public final void copyTo(byte[] target, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, target.length);
    LittleEndian.putInt64(target, offset, w0);
    LittleEndian.putInt64(target, offset + 8, w1);
    LittleEndian.putInt64(target, offset + 16, w2);
    LittleEndian.putInt64(target, offset + 24, w3);
  }

  public final byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    copyTo(bytes, 0);
    return bytes;
  }

  /** Whether the 32 bytes at {@code offset} are these. */
  public final boolean matches(byte[] bytes, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, bytes.length);
    return w0 == LittleEndian.int64(bytes, offset)
        && w1 == LittleEndian.int64(bytes, offset + 8)
        && w2 == LittleEndian.int64(bytes, offset + 16)
        && w3 == LittleEndian.int64(bytes, offset + 24);
  }

  public final boolean isZero() {
    return (w0 | w1 | w2 | w3) == 0;
  }

  /** The first eight bytes, little-endian. */
  public final long firstWord() {
    return w0;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Bytes32 that
        && getClass() == that.getClass()
        && w0 == that.w0
        && w1 == that.w1
        && w2 == that.w2
        && w3 == that.w3;
  }

  @Override
  public final int hashCode() {
    long mixed =
        (w0 ^ Long.rotateLeft(w1, 17) ^ Long.rotateLeft(w2, 31) ^ Long.rotateLeft(w3, 47))
            * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}
