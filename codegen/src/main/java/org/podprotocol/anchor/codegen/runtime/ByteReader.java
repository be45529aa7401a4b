package org.podprotocol.anchor.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2p.solanaj.core.PublicKey;

/**
 * A position in a range of bytes, read as Borsh or as the memory of a C struct: integers are
 * little-endian, lengths are u32. Every length is compared with the bytes left before anything is
 * allocated; of elements that take no bytes there are at most 65,536. Not for use by several
 * threads at once.
 */
public final class ByteReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_DEPTH = 128;
  private static final int MAX_EMPTY_ELEMENTS = 65_536;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;
  private int depth;
  private int emptyElementsLeft = MAX_EMPTY_ELEMENTS;

  /** Reads the whole array. */
  public ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads {@code length} bytes from {@code offset}; positions count from there. */
  public ByteReader(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || length > bytes.length - offset) {
      throw new IndexOutOfBoundsException(
          "range " + offset + " + " + length + " of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    this.position = offset;
  }

  /** Bytes read so far. */
  public int position() {
    return position - start;
  }

  /** Bytes left. */
  public int remaining() {
    return end - position;
  }

  /** Refuses bytes that are left over. */
  public void expectEnd() {
    if (position != end) {
      throw new DecodingException(remaining() + " bytes left over at offset " + position());
    }
  }

  /** Refuses anything but these bytes at the current position. */
  public void expect(byte[] expected, String what) {
    int at = take(expected.length);
    if (!Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length)) {
      throw new DecodingException("not " + what + ": its discriminator is another one");
    }
  }

  /** Guards a recursive type: at most 128 levels are read. */
  public void enter() {
    if (++depth > MAX_DEPTH) {
      throw new DecodingException("nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  /** Leaves a level that {@link #enter} began. */
  public void exit() {
    depth--;
  }

  /**
   * Passes over bytes, and says where they start: an index for the methods whose names end in
   * {@code At}, which check no more than that it lies in the array.
   */
  public int take(int count) {
    int at = position;
    if (count < 0 || count > end - at) {
      throw tooShort(count);
    }
    position = at + count;
    return at;
  }

  // Apart, so that what is called for every field stays small enough to be inlined.
  private DecodingException tooShort(int count) {
    return new DecodingException(
        "needs " + count + " bytes at offset " + position() + ", " + remaining() + " left");
  }

  /** A byte that is 0 or 1. */
  public boolean bool() {
    return boolAt(take(1));
  }

  /** A byte that is 0 or 1 at an index. */
  public boolean boolAt(int index) {
    byte value = bytes[index];
    if ((value & ~1) != 0) {
      throw noBool(index);
    }
    return value == 1;
  }

  private DecodingException noBool(int index) {
    return new DecodingException(
        "bool is " + (bytes[index] & 0xff) + " at offset " + (index - start));
  }

  /** u8, 0 to 255. */
  public int u8() {
    return u8At(take(1));
  }

  /** u8 at an index. */
  public int u8At(int index) {
    return bytes[index] & 0xff;
  }

  /** i8. */
  public byte i8() {
    return i8At(take(1));
  }

  /** i8 at an index. */
  public byte i8At(int index) {
    return bytes[index];
  }

  /** u16, 0 to 65,535. */
  public int u16() {
    return u16At(take(2));
  }

  /** u16 at an index. */
  public int u16At(int index) {
    return (short) SHORT.get(bytes, index) & 0xffff;
  }

  /** i16. */
  public short i16() {
    return i16At(take(2));
  }

  /** i16 at an index. */
  public short i16At(int index) {
    return (short) SHORT.get(bytes, index);
  }

  /** u32, 0 to 4,294,967,295. */
  public long u32() {
    return u32At(take(4));
  }

  /** u32 at an index. */
  public long u32At(int index) {
    return (int) INT.get(bytes, index) & 0xffff_ffffL;
  }

  /** i32. */
  public int i32() {
    return i32At(take(4));
  }

  /** i32 at an index. */
  public int i32At(int index) {
    return (int) INT.get(bytes, index);
  }

  /** i64, or the bits of a u64. */
  public long i64() {
    return i64At(take(8));
  }

  /** i64, or the bits of a u64, at an index. */
  public long i64At(int index) {
    return (long) LONG.get(bytes, index);
  }

  /** u64 as a number that is never negative. */
  public BigInteger u64() {
    return u64At(take(8));
  }

  /** u64 as a number that is never negative at an index. */
  public BigInteger u64At(int index) {
    return unsigned(index, 8);
  }

  /** f32. */
  public float f32() {
    return f32At(take(4));
  }

  /** f32 at an index. */
  public float f32At(int index) {
    return Float.intBitsToFloat(i32At(index));
  }

  /** f64. */
  public double f64() {
    return f64At(take(8));
  }

  /** f64 at an index. */
  public double f64At(int index) {
    return Double.longBitsToDouble(i64At(index));
  }

  /** u128. */
  public BigInteger u128() {
    return u128At(take(16));
  }

  /** u128 at an index. */
  public BigInteger u128At(int index) {
    return unsigned(index, 16);
  }

  /** i128. */
  public BigInteger i128() {
    return i128At(take(16));
  }

  /** i128 at an index. */
  public BigInteger i128At(int index) {
    return signed(index, 16);
  }

  /** u256. */
  public BigInteger u256() {
    return u256At(take(32));
  }

  /** u256 at an index. */
  public BigInteger u256At(int index) {
    return unsigned(index, 32);
  }

  /** i256. */
  public BigInteger i256() {
    return i256At(take(32));
  }

  /** i256 at an index. */
  public BigInteger i256At(int index) {
    return signed(index, 32);
  }

  private BigInteger unsigned(int at, int size) {
    return new BigInteger(1, reversed(at, size));
  }

  private BigInteger signed(int at, int size) {
    return new BigInteger(reversed(at, size));
  }

  private byte[] reversed(int at, int size) {
    byte[] bigEndian = new byte[size];
    for (int i = 0; i < size; i++) {
      bigEndian[size - 1 - i] = bytes[at + i];
    }
    return bigEndian;
  }

  /** A 32-byte address. */
  public PublicKey pubkey() {
    return pubkeyAt(take(32));
  }

  /** A 32-byte address at an index. */
  public PublicKey pubkeyAt(int index) {
    return new PublicKey(byteArrayAt(index, 32));
  }

  /** A u32 length and that many bytes of well-formed UTF-8. */
  public String string() {
    int length = length(1);
    int at = take(length);
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < 0) {
        return decodeUtf8(at, length);
      }
    }
    return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
  }

  private String decodeUtf8(int at, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new DecodingException("string at offset " + (at - start) + " is not UTF-8");
    }
  }

  /** A u32 length and that many bytes. */
  public byte[] byteVec() {
    return byteArray(length(1));
  }

  /** Exactly {@code count} bytes. */
  public byte[] byteArray(int count) {
    return byteArrayAt(take(count), count);
  }

  /** Exactly {@code count} bytes at an index. */
  public byte[] byteArrayAt(int index, int count) {
    byte[] copy = new byte[count];
    System.arraycopy(bytes, index, copy, 0, count);
    return copy;
  }

  private int length(int minElementSize) {
    int at = position;
    long length = u32();
    long most = minElementSize == 0 ? emptyElementsLeft : remaining() / minElementSize;
    if (length > most) {
      throw new DecodingException(
          "length " + length + " at offset " + (at - start) + " is more than the bytes left hold");
    }
    if (minElementSize == 0) {
      emptyElementsLeft -= (int) length;
    }
    return (int) length;
  }

  /** A u32 length and that many elements, each of at least {@code minElementSize} bytes. */
  public <T> List<T> vec(int minElementSize, Decoder<? extends T> element) {
    return elements(length(minElementSize), element);
  }

  /** Exactly {@code count} elements, each of at least {@code minElementSize} bytes. */
  public <T> List<T> array(int count, int minElementSize, Decoder<? extends T> element) {
    if ((long) count * minElementSize > remaining()) {
      throw new DecodingException(
          "needs "
              + count
              + " elements at offset "
              + position()
              + ", "
              + remaining()
              + " bytes left");
    }
    return elements(count, element);
  }

  private <T> List<T> elements(int count, Decoder<? extends T> element) {
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(element.decode(this));
    }
    return List.copyOf(values);
  }

  /** A u32 length and that many distinct elements. */
  public <T> Set<T> set(int minElementSize, Decoder<? extends T> element) {
    int at = position();
    int count = length(minElementSize);
    Set<T> values = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      if (!values.add(element.decode(this))) {
        throw new DecodingException("set at offset " + at + " holds an element twice");
      }
    }
    return values;
  }

  /** A u32 length and that many pairs with distinct keys, in the order they are stored. */
  public <K, V> Map<K, V> map(
      int minElementSize, Decoder<? extends K> key, Decoder<? extends V> value) {
    int at = position();
    int count = length(minElementSize);
    Map<K, V> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (values.put(key.decode(this), value.decode(this)) != null) {
        throw new DecodingException("map at offset " + at + " holds a key twice");
      }
    }
    return values;
  }

  /** A presence byte, and the value if it is 1. */
  public <T> Optional<T> option(Decoder<? extends T> value) {
    return bool() ? Optional.of(value.decode(this)) : Optional.empty();
  }

  /** A presence u32, and {@code size} bytes that hold the value if it is 1. */
  public <T> Optional<T> coption(int size, Decoder<? extends T> value) {
    int at = position();
    long tag = u32();
    if (tag > 1) {
      throw new DecodingException("coption tag is " + tag + " at offset " + at);
    }
    if (tag == 0) {
      take(size);
      return Optional.empty();
    }
    return Optional.of(value.decode(this));
  }

  /** Exactly {@code count} bools. */
  public boolean[] boolArray(int count) {
    checkFits(count, 1);
    boolean[] values = new boolean[count];
    for (int i = 0; i < count; i++) {
      values[i] = bool();
    }
    return values;
  }

  /** Exactly {@code count} u16. */
  public int[] u16Array(int count) {
    checkFits(count, 2);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = u16();
    }
    return values;
  }

  /** Exactly {@code count} i16. */
  public short[] i16Array(int count) {
    checkFits(count, 2);
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = i16();
    }
    return values;
  }

  /** Exactly {@code count} u32. */
  public long[] u32Array(int count) {
    checkFits(count, 4);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = u32();
    }
    return values;
  }

  /** Exactly {@code count} i32. */
  public int[] i32Array(int count) {
    checkFits(count, 4);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = i32();
    }
    return values;
  }

  /** Exactly {@code count} i64, or the bits of u64. */
  public long[] i64Array(int count) {
    checkFits(count, 8);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = i64();
    }
    return values;
  }

  /** Exactly {@code count} f32. */
  public float[] f32Array(int count) {
    checkFits(count, 4);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = f32();
    }
    return values;
  }

  /** Exactly {@code count} f64. */
  public double[] f64Array(int count) {
    checkFits(count, 8);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = f64();
    }
    return values;
  }

  private void checkFits(int count, int size) {
    if ((long) count * size > remaining()) {
      throw new DecodingException(
          "needs "
              + count
              + " elements at offset "
              + position()
              + ", "
              + remaining()
              + " bytes left");
    }
  }

  /** A u32 length and that many bools. */
  public boolean[] boolVec() {
    return boolArray(length(1));
  }

  /** A u32 length and that many u16. */
  public int[] u16Vec() {
    return u16Array(length(2));
  }

  /** A u32 length and that many i16. */
  public short[] i16Vec() {
    return i16Array(length(2));
  }

  /** A u32 length and that many u32. */
  public long[] u32Vec() {
    return u32Array(length(4));
  }

  /** A u32 length and that many i32. */
  public int[] i32Vec() {
    return i32Array(length(4));
  }

  /** A u32 length and that many i64, or the bits of u64. */
  public long[] i64Vec() {
    return i64Array(length(8));
  }

  /** A u32 length and that many f32. */
  public float[] f32Vec() {
    return f32Array(length(4));
  }

  /** A u32 length and that many f64. */
  public double[] f64Vec() {
    return f64Array(length(8));
  }
}
