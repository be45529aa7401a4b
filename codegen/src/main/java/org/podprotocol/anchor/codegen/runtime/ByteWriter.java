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

  /**
   * Adds bytes that are zero, and says where they start: an index for the methods whose names end
   * in {@code At}.
   */
  public int take(int count) {
    int at = position;
    if (count > bytes.length - at) {
      enlarge(count);
    }
    position = at + count;
    return at;
  }

  // Apart, so that what is called for every field stays small enough to be inlined.
  private void enlarge(int count) {
    int needed = Math.addExact(position, count);
    bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(64, bytes.length * 2)));
  }

  private static IllegalArgumentException outOfRange(String type, Object value) {
    return new IllegalArgumentException(value + " is out of the range of " + type);
  }

  /** The bytes as they are. */
  public void raw(byte[] value) {
    rawAt(take(value.length), value);
  }

  private void rawAt(int index, byte[] value) {
    System.arraycopy(value, 0, bytes, index, value.length);
  }

  /** One byte, 0 or 1. */
  public void bool(boolean value) {
    boolAt(take(1), value);
  }

  /** One byte at an index. */
  public void boolAt(int index, boolean value) {
    bytes[index] = (byte) (value ? 1 : 0);
  }

  /** u8. */
  public void u8(int value) {
    u8At(take(1), value);
  }

  /** u8 at an index. */
  public void u8At(int index, int value) {
    if (value >>> 8 != 0) {
      throw outOfRange("u8", value);
    }
    bytes[index] = (byte) value;
  }

  /** i8. */
  public void i8(byte value) {
    i8At(take(1), value);
  }

  /** i8 at an index. */
  public void i8At(int index, byte value) {
    bytes[index] = value;
  }

  /** u16. */
  public void u16(int value) {
    u16At(take(2), value);
  }

  /** u16 at an index. */
  public void u16At(int index, int value) {
    if (value >>> 16 != 0) {
      throw outOfRange("u16", value);
    }
    SHORT.set(bytes, index, (short) value);
  }

  /** i16. */
  public void i16(short value) {
    i16At(take(2), value);
  }

  /** i16 at an index. */
  public void i16At(int index, short value) {
    SHORT.set(bytes, index, value);
  }

  /** u32. */
  public void u32(long value) {
    u32At(take(4), value);
  }

  /** u32 at an index. */
  public void u32At(int index, long value) {
    if (value >>> 32 != 0) {
      throw outOfRange("u32", value);
    }
    INT.set(bytes, index, (int) value);
  }

  /** i32. */
  public void i32(int value) {
    i32At(take(4), value);
  }

  /** i32 at an index. */
  public void i32At(int index, int value) {
    INT.set(bytes, index, value);
  }

  /** i64, or the bits of a u64. */
  public void i64(long value) {
    i64At(take(8), value);
  }

  /** i64, or the bits of a u64, at an index. */
  public void i64At(int index, long value) {
    LONG.set(bytes, index, value);
  }

  /** u64. */
  public void u64(BigInteger value) {
    u64At(take(8), value);
  }

  /** u64 at an index. */
  public void u64At(int index, BigInteger value) {
    unsigned(index, "u64", value, 8);
  }

  /** f32. */
  public void f32(float value) {
    f32At(take(4), value);
  }

  /** f32 at an index. */
  public void f32At(int index, float value) {
    i32At(index, Float.floatToRawIntBits(value));
  }

  /** f64. */
  public void f64(double value) {
    f64At(take(8), value);
  }

  /** f64 at an index. */
  public void f64At(int index, double value) {
    i64At(index, Double.doubleToRawLongBits(value));
  }

  /** u128. */
  public void u128(BigInteger value) {
    u128At(take(16), value);
  }

  /** u128 at an index. */
  public void u128At(int index, BigInteger value) {
    unsigned(index, "u128", value, 16);
  }

  /** i128. */
  public void i128(BigInteger value) {
    i128At(take(16), value);
  }

  /** i128 at an index. */
  public void i128At(int index, BigInteger value) {
    signed(index, "i128", value, 16);
  }

  /** u256. */
  public void u256(BigInteger value) {
    u256At(take(32), value);
  }

  /** u256 at an index. */
  public void u256At(int index, BigInteger value) {
    unsigned(index, "u256", value, 32);
  }

  /** i256. */
  public void i256(BigInteger value) {
    i256At(take(32), value);
  }

  /** i256 at an index. */
  public void i256At(int index, BigInteger value) {
    signed(index, "i256", value, 32);
  }

  private void unsigned(int at, String type, BigInteger value, int size) {
    if (value.signum() < 0 || value.bitLength() > size * 8) {
      throw outOfRange(type, value);
    }
    integer(at, value, size);
  }

  private void signed(int at, String type, BigInteger value, int size) {
    if (value.bitLength() >= size * 8) {
      throw outOfRange(type, value);
    }
    integer(at, value, size);
  }

  private void integer(int at, BigInteger value, int size) {
    byte[] bigEndian = value.toByteArray();
    byte fill = (byte) (value.signum() < 0 ? -1 : 0);
    for (int i = 0; i < size; i++) {
      int from = bigEndian.length - 1 - i;
      bytes[at + i] = from >= 0 ? bigEndian[from] : fill;
    }
  }

  /** A 32-byte address. */
  public void pubkey(PublicKey value) {
    pubkeyAt(take(32), value);
  }

  /** A 32-byte address at an index. */
  public void pubkeyAt(int index, PublicKey value) {
    System.arraycopy(value.toByteArray(), 0, bytes, index, 32);
  }

  /** A u32 length and the string in UTF-8; lone surrogates are refused. */
  public void string(String value) {
    int at = take(4);
    utf8(value);
    INT.set(bytes, at, position - at - 4);
  }

  /** The string in UTF-8 without a length; lone surrogates are refused. */
  public void utf8(String value) {
    int length = value.length();
    int at = take(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        position = at + i;
        beyondAscii(value.substring(i));
        return;
      }
      bytes[at + i] = (byte) c;
    }
  }

  private void beyondAscii(String value) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      int count = encoded.remaining();
      int at = take(count);
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

  /** The bytes at an index, of which there must be {@code count}. */
  public void byteArrayAt(int index, int count, byte[] value) {
    checkCount(count, value.length);
    rawAt(index, value);
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
      take(size);
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
