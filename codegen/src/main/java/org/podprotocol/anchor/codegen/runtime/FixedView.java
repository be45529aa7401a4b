package org.podprotocol.anchor.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.p2p.solanaj.core.PublicKey;

/**
 * A flyweight over a struct of fixed layout: it reads fields in place from a byte array or a buffer
 * and can be pointed at another one. Nothing is copied, so the struct is as mutable as what lies
 * under it. Not for use by several threads while it is being pointed elsewhere.
 */
public abstract class FixedView {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NONE = new byte[0];

  // The bytes are in the array, or, where the buffer has no array, in the buffer.
  private byte[] array = NONE;
  private ByteBuffer buffer;
  private int base;
  private int length;

  /** For generated views. */
  protected FixedView() {}

  /** Points to {@code size} bytes of an array. */
  protected final void point(byte[] bytes, int offset, int size) {
    Objects.checkFromIndexSize(offset, size, bytes.length);
    array = bytes;
    buffer = null;
    base = offset;
    length = size;
  }

  /** Points to {@code size} bytes of a buffer, from an absolute index; its position is not used. */
  protected final void point(ByteBuffer bytes, int index, int size) {
    Objects.checkFromIndexSize(index, size, bytes.limit());
    if (bytes.hasArray()) {
      array = bytes.array();
      buffer = null;
      base = bytes.arrayOffset() + index;
    } else {
      array = null;
      buffer = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      base = index;
    }
    length = size;
  }

  /** Points to a part of what another view points to. */
  protected final void point(FixedView whole, int offset, int size) {
    Objects.checkFromIndexSize(offset, size, whole.length);
    array = whole.array;
    buffer = whole.buffer;
    base = whole.base + offset;
    length = size;
  }

  /** The bytes at an offset are these. */
  protected final boolean bytesAre(int offset, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (i8At(offset + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** A byte that is 0 or 1. */
  protected final boolean boolAt(int offset) {
    int value = i8At(offset);
    if ((value & ~1) != 0) {
      throw new DecodingException("bool is " + (value & 0xff));
    }
    return value == 1;
  }

  /** u8. */
  protected final int u8At(int offset) {
    return i8At(offset) & 0xff;
  }

  /** i8. */
  protected final byte i8At(int offset) {
    return array != null ? array[base + offset] : buffer.get(base + offset);
  }

  /** u16. */
  protected final int u16At(int offset) {
    return i16At(offset) & 0xffff;
  }

  /** i16. */
  protected final short i16At(int offset) {
    return array != null ? (short) SHORT.get(array, base + offset) : buffer.getShort(base + offset);
  }

  /** u32. */
  protected final long u32At(int offset) {
    return i32At(offset) & 0xffff_ffffL;
  }

  /** i32. */
  protected final int i32At(int offset) {
    return array != null ? (int) INT.get(array, base + offset) : buffer.getInt(base + offset);
  }

  /** i64, or the bits of a u64. */
  protected final long i64At(int offset) {
    return array != null ? (long) LONG.get(array, base + offset) : buffer.getLong(base + offset);
  }

  /** f32. */
  protected final float f32At(int offset) {
    return Float.intBitsToFloat(i32At(offset));
  }

  /** f64. */
  protected final double f64At(int offset) {
    return Double.longBitsToDouble(i64At(offset));
  }

  /** An unsigned integer of {@code size} bytes. */
  protected final BigInteger unsignedAt(int offset, int size) {
    return new BigInteger(1, reversed(offset, size));
  }

  /** A signed integer of {@code size} bytes. */
  protected final BigInteger signedAt(int offset, int size) {
    return new BigInteger(reversed(offset, size));
  }

  private byte[] reversed(int offset, int size) {
    byte[] bigEndian = new byte[size];
    for (int i = 0; i < size; i++) {
      bigEndian[size - 1 - i] = i8At(offset + i);
    }
    return bigEndian;
  }

  /** A 32-byte address. */
  protected final PublicKey pubkeyAt(int offset) {
    return new PublicKey(bytesAt(offset, 32));
  }

  /** A copy of {@code size} bytes. */
  protected final byte[] bytesAt(int offset, int size) {
    if (array != null) {
      return Arrays.copyOfRange(array, base + offset, base + offset + size);
    }
    byte[] copy = new byte[size];
    buffer.get(base + offset, copy);
    return copy;
  }

  /** Copies {@code size} bytes to a place in an array. */
  protected final void copyAt(int offset, int size, byte[] target, int at) {
    if (array != null) {
      System.arraycopy(array, base + offset, target, at, size);
    } else {
      buffer.get(base + offset, target, at, size);
    }
  }

  /** A reader over {@code size} bytes. */
  protected final ByteReader readerAt(int offset, int size) {
    return array != null
        ? new ByteReader(array, base + offset, size)
        : new ByteReader(bytesAt(offset, size));
  }
}
