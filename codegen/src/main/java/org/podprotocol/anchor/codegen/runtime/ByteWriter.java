package org.podprotocol.anchor.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;

/**
 * A growing range of bytes, written as Borsh or as the memory of a C struct: integers are
 * little-endian, lengths are u32. A number outside the range of its type is refused. Not for use by
 * several threads at once.
 */
public final class ByteWriter {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int position;

  /** Starts with room for {@code capacity} bytes; more is allocated as needed. */
  public ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Bytes written so far. */
  public int position() {
    return position;
  }

  /** The bytes written. The array is the writer's own when it is exactly full. */
  public byte[] toByteArray() {
    return position == bytes.length ? bytes : Arrays.copyOf(bytes, position);
  }

  private int grow(int count) {
    int at = position;
    int needed = Math.addExact(at, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(64, bytes.length * 2)));
    }
    position = needed;
    return at;
  }

  private static IllegalArgumentException outOfRange(String type, Object value) {
    return new IllegalArgumentException(value + " is out of the range of " + type);
  }

  /** Zero bytes, as padding. */
  public void zeros(int count) {
    grow(count);
  }

  /** The bytes as they are. */
  public void raw(byte[] value) {
    int at = grow(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /** One byte, 0 or 1. */
  public void bool(boolean value) {
    int at = grow(1);
    bytes[at] = (byte) (value ? 1 : 0);
  }

  /** u8. */
  public void u8(int value) {
    if (value >>> 8 != 0) {
      throw outOfRange("u8", value);
    }
    int at = grow(1);
    bytes[at] = (byte) value;
  }

  /** i8. */
  public void i8(byte value) {
    int at = grow(1);
    bytes[at] = value;
  }

  /** u16. */
  public void u16(int value) {
    if (value >>> 16 != 0) {
      throw outOfRange("u16", value);
    }
    i16((short) value);
  }

  /** i16. */
  public void i16(short value) {
    int at = grow(2);
    SHORT.set(bytes, at, value);
  }

  /** u32. */
  public void u32(long value) {
    if (value >>> 32 != 0) {
      throw outOfRange("u32", value);
    }
    i32((int) value);
  }

  /** i32. */
  public void i32(int value) {
    int at = grow(4);
    INT.set(bytes, at, value);
  }

  /** i64, or the bits of a u64. */
  public void i64(long value) {
    int at = grow(8);
    LONG.set(bytes, at, value);
  }

  /** u64. */
  public void u64(BigInteger value) {
    unsigned("u64", value, 8);
  }

  /** f32. */
  public void f32(float value) {
    i32(Float.floatToRawIntBits(value));
  }

  /** f64. */
  public void f64(double value) {
    i64(Double.doubleToRawLongBits(value));
  }

  /** u128. */
  public void u128(BigInteger value) {
    unsigned("u128", value, 16);
  }

  /** i128. */
  public void i128(BigInteger value) {
    signed("i128", value, 16);
  }

  /** u256. */
  public void u256(BigInteger value) {
    unsigned("u256", value, 32);
  }

  /** i256. */
  public void i256(BigInteger value) {
    signed("i256", value, 32);
  }

  private void unsigned(String type, BigInteger value, int size) {
    if (value.signum() < 0 || value.bitLength() > size * 8) {
      throw outOfRange(type, value);
    }
    integer(value, size);
  }

  private void signed(String type, BigInteger value, int size) {
    if (value.bitLength() >= size * 8) {
      throw outOfRange(type, value);
    }
    integer(value, size);
  }

  private void integer(BigInteger value, int size) {
    byte[] bigEndian = value.toByteArray();
    byte fill = (byte) (value.signum() < 0 ? -1 : 0);
    int at = grow(size);
    for (int i = 0; i < size; i++) {
      int from = bigEndian.length - 1 - i;
      bytes[at + i] = from >= 0 ? bigEndian[from] : fill;
    }
  }

  /** A 32-byte address. */
  public void pubkey(PublicKey value) {
    raw(value.toByteArray());
  }

  /** A u32 length and the string in UTF-8; lone surrogates are refused. */
  public void string(String value) {
    int at = grow(4);
    utf8(value);
    INT.set(bytes, at, position - at - 4);
  }

  /** The string in UTF-8 without a length; lone surrogates are refused. */
  public void utf8(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      int count = encoded.remaining();
      int at = grow(count);
      encoded.get(bytes, at, count);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the string holds a lone surrogate", e);
    }
  }

  /** A u32 length and the bytes. */
  public void byteVec(byte[] value) {
    i32(value.length);
    raw(value);
  }

  /** The bytes, of which there must be {@code count}. */
  public void byteArray(int count, byte[] value) {
    checkCount(count, value.length);
    raw(value);
  }

  private static void checkCount(int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "an array of " + expected + " elements is needed, not of " + actual);
    }
  }

  /** A u32 length and the elements. */
  public <T> void vec(Collection<? extends T> values, Encoder<? super T> element) {
    i32(values.size());
    for (T value : values) {
      element.encode(this, value);
    }
  }

  /** The elements, of which there must be {@code count}. */
  public <T> void array(int count, Collection<? extends T> values, Encoder<? super T> element) {
    checkCount(count, values.size());
    for (T value : values) {
      element.encode(this, value);
    }
  }

  /** A u32 length and the pairs, in the map's own order: Borsh wants keys in ascending order. */
  public <K, V> void map(
      Map<? extends K, ? extends V> values, Encoder<? super K> key, Encoder<? super V> value) {
    i32(values.size());
    for (Map.Entry<? extends K, ? extends V> entry : values.entrySet()) {
      key.encode(this, entry.getKey());
      value.encode(this, entry.getValue());
    }
  }

  /** A presence byte, and the value if there is one. */
  public <T> void option(Optional<? extends T> value, Encoder<? super T> element) {
    bool(value.isPresent());
    if (value.isPresent()) {
      element.encode(this, value.get());
    }
  }

  /** A presence u32, and the value or {@code size} zero bytes. */
  public <T> void coption(int size, Optional<? extends T> value, Encoder<? super T> element) {
    i32(value.isPresent() ? 1 : 0);
    if (value.isPresent()) {
      element.encode(this, value.get());
    } else {
      zeros(size);
    }
  }

  /** The bools, of which there must be {@code count}. */
  public void boolArray(int count, boolean[] values) {
    checkCount(count, values.length);
    for (boolean value : values) {
      bool(value);
    }
  }

  /** The u16, of which there must be {@code count}. */
  public void u16Array(int count, int[] values) {
    checkCount(count, values.length);
    for (int value : values) {
      u16(value);
    }
  }

  /** The i16, of which there must be {@code count}. */
  public void i16Array(int count, short[] values) {
    checkCount(count, values.length);
    for (short value : values) {
      i16(value);
    }
  }

  /** The u32, of which there must be {@code count}. */
  public void u32Array(int count, long[] values) {
    checkCount(count, values.length);
    for (long value : values) {
      u32(value);
    }
  }

  /** The i32, of which there must be {@code count}. */
  public void i32Array(int count, int[] values) {
    checkCount(count, values.length);
    for (int value : values) {
      i32(value);
    }
  }

  /** The i64, or bits of u64, of which there must be {@code count}. */
  public void i64Array(int count, long[] values) {
    checkCount(count, values.length);
    for (long value : values) {
      i64(value);
    }
  }

  /** The f32, of which there must be {@code count}. */
  public void f32Array(int count, float[] values) {
    checkCount(count, values.length);
    for (float value : values) {
      f32(value);
    }
  }

  /** The f64, of which there must be {@code count}. */
  public void f64Array(int count, double[] values) {
    checkCount(count, values.length);
    for (double value : values) {
      f64(value);
    }
  }

  /** A u32 length and the bools. */
  public void boolVec(boolean[] values) {
    i32(values.length);
    boolArray(values.length, values);
  }

  /** A u32 length and the u16. */
  public void u16Vec(int[] values) {
    i32(values.length);
    u16Array(values.length, values);
  }

  /** A u32 length and the i16. */
  public void i16Vec(short[] values) {
    i32(values.length);
    i16Array(values.length, values);
  }

  /** A u32 length and the u32. */
  public void u32Vec(long[] values) {
    i32(values.length);
    u32Array(values.length, values);
  }

  /** A u32 length and the i32. */
  public void i32Vec(int[] values) {
    i32(values.length);
    i32Array(values.length, values);
  }

  /** A u32 length and the i64, or bits of u64. */
  public void i64Vec(long[] values) {
    i32(values.length);
    i64Array(values.length, values);
  }

  /** A u32 length and the f32. */
  public void f32Vec(float[] values) {
    i32(values.length);
    f32Array(values.length, values);
  }

  /** A u32 length and the f64. */
  public void f64Vec(double[] values) {
    i32(values.length);
    f64Array(values.length, values);
  }
}
