package org.podprotocol.protocol.crypto;

import java.math.BigInteger;
import org.podprotocol.protocol.bytes.LittleEndian;

/** Numbers modulo L, the order of the base point, as four little-endian words. */
final class Scalar {
  /** Digits of a scalar as {@link Comb} takes it. */
  static final int COMB_BITS = 264;

  private static final int WORDS = 4;
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final long[] L_WORDS = words(L);

  private Scalar() {}

  /** The 32 bytes at {@code offset} as a number, whatever its size. */
  static long[] decode(byte[] bytes, int offset) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = LittleEndian.int64(bytes, offset + 8 * i);
    }
    return words;
  }

  /** Whether it is less than L. */
  static boolean isReduced(long[] scalar) {
    for (int i = WORDS - 1; i >= 0; i--) {
      int order = Long.compareUnsigned(scalar[i], L_WORDS[i]);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  /** The 64 little-endian bytes of a SHA-512 modulo L. */
  static long[] reduce(byte[] digest) {
    byte[] bigEndian = new byte[digest.length];
    for (int i = 0; i < digest.length; i++) {
      bigEndian[i] = digest[digest.length - 1 - i];
    }
    return words(new BigInteger(1, bigEndian).mod(L));
  }

  /**
   * The scalar, or the scalar plus L if it is even, as the sum of 264 powers of two that each count
   * once or minus once: bit i is set where 2^i counts once. With n that odd number, these are the
   * bits of (n + 2^264 - 1) / 2.
   */
  static long[] combBits(long[] scalar) {
    long[] bits = new long[WORDS + 1];
    long carry = 0;
    boolean even = (scalar[0] & 1) == 0;
    for (int i = 0; i < WORDS; i++) {
      long addend = even ? L_WORDS[i] : 0;
      long sum = scalar[i] + addend;
      long withCarry = sum + carry;
      carry =
          Long.compareUnsigned(sum, addend) < 0 || Long.compareUnsigned(withCarry, carry) < 0
              ? 1
              : 0;
      bits[i] = withCarry;
    }
    for (int i = 0; i < WORDS - 1; i++) {
      bits[i] = bits[i] >>> 1 | bits[i + 1] << 63;
    }
    bits[WORDS - 1] >>>= 1;
    bits[WORDS] = 1L << COMB_BITS - 1 - 64 * WORDS;
    return bits;
  }

  private static long[] words(BigInteger number) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = number.shiftRight(64 * i).longValue();
    }
    return words;
  }
}
