package org.podprotocol.anchor.codegen.runtime;

/**
 * Tells encodings of points of the Ed25519 curve from other bytes. Field elements are sixteen limbs
 * of 16 bits, as in TweetNaCl; nothing here is secret, so the time may depend on the values.
 */
public final class CurvePoint {
  private static final int LIMBS = 16;
  private static final long[] ONE = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  /** The curve's d, -121665 / 121666. */
  private static final long[] D = {
    0x78a3, 0x1359, 0x4dca, 0x75eb, 0xd8ab, 0x4141, 0x0a4d, 0x0070, 0xe898, 0x7779, 0x4079, 0x8cc7,
    0xfe73, 0x2b6f, 0x6cee, 0x5203
  };

  private CurvePoint() {}

  /** Whether 32 bytes are the encoding of a point, as the validator decides it. */
  public static boolean isEncoding(byte[] encoded) {
    long[] y = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      y[i] = (encoded[2 * i] & 0xff) | (encoded[2 * i + 1] & 0xffL) << 8;
    }
    y[LIMBS - 1] &= 0x7fff;
    long[] product = new long[2 * LIMBS - 1];
    long[] u = new long[LIMBS];
    long[] v = new long[LIMBS];
    // x^2 = u / v, with u = y^2 - 1 and v = d y^2 + 1, has a root exactly if u v is a square.
    multiply(u, y, y, product);
    multiply(v, u, D, product);
    for (int i = 0; i < LIMBS; i++) {
      u[i] -= ONE[i];
      v[i] += ONE[i];
    }
    multiply(u, u, v, product);
    return isSquare(u, product);
  }

  /**
   * Whether w^((p - 1) / 2) is 1, or w is 0. The exponent 2^254 - 10 is 16 (2^250 - 1) + 6, and
   * powers w^(2^n - 1) are doubled in n: 253 squarings and 13 products.
   */
  private static boolean isSquare(long[] w, long[] product) {
    long[] w2 = squared(w, 1, product);
    long[] w9 = times(squared(w2, 2, product), w, product);
    long[] w11 = times(w9.clone(), w2, product);
    long[] n5 = times(squared(w11, 1, product), w9, product);
    long[] n10 = times(squared(n5, 5, product), n5, product);
    long[] n20 = times(squared(n10, 10, product), n10, product);
    long[] n40 = times(squared(n20, 20, product), n20, product);
    long[] n50 = times(squared(n40, 10, product), n10, product);
    long[] n100 = times(squared(n50, 50, product), n50, product);
    long[] n200 = times(squared(n100, 100, product), n100, product);
    long[] n250 = times(squared(n200, 50, product), n50, product);
    long[] w6 = times(squared(w2, 1, product), w2, product);
    byte[] packed = pack(times(squared(n250, 4, product), w6, product));
    // Besides 0 and 1 there is only -1, whose lowest byte is 0xec.
    return packed[0] == 1 || packed[0] == 0;
  }

  /** A new element: the value, squared so many times. */
  private static long[] squared(long[] value, int times, long[] product) {
    long[] out = value.clone();
    for (int i = 0; i < times; i++) {
      multiply(out, out, out, product);
    }
    return out;
  }

  /** The first element, multiplied in place. */
  private static long[] times(long[] a, long[] b, long[] product) {
    multiply(a, a, b, product);
    return a;
  }

  private static void multiply(long[] out, long[] a, long[] b, long[] product) {
    java.util.Arrays.fill(product, 0);
    for (int i = 0; i < LIMBS; i++) {
      long limb = a[i];
      for (int j = 0; j < LIMBS; j++) {
        product[i + j] += limb * b[j];
      }
    }
    for (int i = 0; i < LIMBS - 1; i++) {
      product[i] += 38 * product[i + LIMBS];
    }
    System.arraycopy(product, 0, out, 0, LIMBS);
    carry(out);
    carry(out);
  }

  private static void carry(long[] limbs) {
    for (int i = 0; i < LIMBS; i++) {
      long over = limbs[i] >> 16;
      limbs[i] -= over << 16;
      if (i < LIMBS - 1) {
        limbs[i + 1] += over;
      } else {
        // 2^256 is 38 modulo p.
        limbs[0] += 38 * over;
      }
    }
  }

  /** The least non-negative representative, little-endian. */
  private static byte[] pack(long[] value) {
    long[] t = value.clone();
    carry(t);
    carry(t);
    carry(t);
    long[] m = new long[LIMBS];
    for (int round = 0; round < 2; round++) {
      m[0] = t[0] - 0xffed;
      for (int i = 1; i < LIMBS - 1; i++) {
        m[i] = t[i] - 0xffff - ((m[i - 1] >> 16) & 1);
        m[i - 1] &= 0xffff;
      }
      m[LIMBS - 1] = t[LIMBS - 1] - 0x7fff - ((m[LIMBS - 2] >> 16) & 1);
      boolean negative = ((m[LIMBS - 1] >> 16) & 1) == 1;
      m[LIMBS - 2] &= 0xffff;
      if (!negative) {
        System.arraycopy(m, 0, t, 0, LIMBS);
      }
    }
    byte[] packed = new byte[2 * LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      packed[2 * i] = (byte) t[i];
      packed[2 * i + 1] = (byte) (t[i] >> 8);
    }
    return packed;
  }
}
