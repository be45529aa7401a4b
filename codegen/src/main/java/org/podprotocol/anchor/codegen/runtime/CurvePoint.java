package org.podprotocol.anchor.codegen.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells encodings of points of the Ed25519 curve from other bytes. Field elements are ten limbs of
 * 26 and 25 bits in turn, as in the reference implementation; nothing here is secret, so the time
 * may depend on the values.
 */
public final class CurvePoint {
  private static final int LIMBS = 10;

  /** The lowest bit of each limb. */
  private static final int[] BIT = {0, 26, 51, 77, 102, 128, 153, 179, 204, 230};

  private static final long EVEN = (1L << 26) - 1;
  private static final long ODD = (1L << 25) - 1;

  /** The curve's d, -121665 / 121666, little-endian. */
  private static final long[] D =
      element(
          ByteBuffer.allocate(32)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(0x75eb4dca135978a3L)
              .putLong(0x00700a4d4141d8abL)
              .putLong(0x8cc740797779e898L)
              .putLong(0x52036cee2b6ffe73L)
              .array());

  private CurvePoint() {}

  /** Whether 32 bytes are the encoding of a point, as the validator decides it. */
  public static boolean isEncoding(byte[] encoded) {
    long[] y = element(encoded);
    // x^2 = u / v, with u = y^2 - 1 and v = d y^2 + 1, has a root exactly if u v is a square.
    long[] u = squared(y, 1);
    long[] v = product(u, D);
    u[0] -= 1;
    v[0] += 1;
    return isSquare(product(u, v));
  }

  /** The element that 255 bits are, little-endian. */
  private static long[] element(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      long word = bytes.getInt(BIT[i] / 8) & 0xffff_ffffL;
      limbs[i] = word >> BIT[i] % 8 & (i % 2 == 0 ? EVEN : ODD);
    }
    return limbs;
  }

  /**
   * Whether w^((p - 1) / 2) is 1, or w is 0. The exponent 2^254 - 10 is 16 (2^250 - 1) + 6, and
   * powers w^(2^n - 1) are doubled in n: 253 squarings and 13 products.
   */
  private static boolean isSquare(long[] w) {
    long[] w2 = squared(w, 1);
    long[] w9 = product(squared(w2, 2), w);
    long[] w11 = product(w9, w2);
    long[] n5 = product(squared(w11, 1), w9);
    long[] n10 = product(squared(n5, 5), n5);
    long[] n20 = product(squared(n10, 10), n10);
    long[] n40 = product(squared(n20, 20), n20);
    long[] n50 = product(squared(n40, 10), n10);
    long[] n100 = product(squared(n50, 50), n50);
    long[] n200 = product(squared(n100, 100), n100);
    long[] n250 = product(squared(n200, 50), n50);
    long[] w6 = product(squared(w2, 1), w2);
    // Besides 0 and 1 there is only -1, whose lowest byte is 0xec.
    int lowest = lowestByte(product(squared(n250, 4), w6));
    return lowest == 1 || lowest == 0;
  }

  /** Of the least non-negative representative. */
  private static int lowestByte(long[] value) {
    // 1 if the value is p or more: then 19 above it reaches 2^255.
    long over = 19;
    for (int i = 0; i < LIMBS; i++) {
      over = value[i] + over >> (i % 2 == 0 ? 26 : 25);
    }
    return (int) (value[0] + 19 * over) & 0xff;
  }

  private static long[] product(long[] a, long[] b) {
    long[] out = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      for (int j = 0; j < LIMBS; j++) {
        // Two odd limbs meet a bit above an even one; 2^255 is 19 modulo p.
        long term = a[i] * b[j] << (i & j & 1);
        int at = i + j;
        if (at < LIMBS) {
          out[at] += term;
        } else {
          out[at - LIMBS] += 19 * term;
        }
      }
    }
    // The first round may leave limb 0 large, or a limb below 0.
    carry(out);
    carry(out);
    return out;
  }

  private static void carry(long[] limbs) {
    for (int i = 0; i < LIMBS - 1; i++) {
      int width = i % 2 == 0 ? 26 : 25;
      limbs[i + 1] += limbs[i] >> width;
      limbs[i] &= (1L << width) - 1;
    }
    limbs[0] += 19 * (limbs[LIMBS - 1] >> 25);
    limbs[LIMBS - 1] &= ODD;
  }

  /** A new element: the value, squared so many times. */
  private static long[] squared(long[] value, int times) {
    long a = value[0];
    long b = value[1];
    long c = value[2];
    long d = value[3];
    long e = value[4];
    long f = value[5];
    long g = value[6];
    long h = value[7];
    long i = value[8];
    long j = value[9];
    for (int round = 0; round < times; round++) {
      long a2 = 2 * a;
      long b2 = 2 * b;
      long c2 = 2 * c;
      long d2 = 2 * d;
      long e2 = 2 * e;
      long f2 = 2 * f;
      long h2 = 2 * h;
      long f38 = 38 * f;
      long g19 = 19 * g;
      long h38 = 38 * h;
      long i19 = 19 * i;
      long j38 = 38 * j;
      long r0 = a * a + b2 * j38 + c2 * i19 + d2 * h38 + e2 * g19 + f * f38;
      long r1 = a2 * b + c * j38 + d2 * i19 + e * h38 + f2 * g19;
      long r2 = a2 * c + b2 * b + d2 * j38 + e2 * i19 + f2 * h38 + g * g19;
      long r3 = a2 * d + b2 * c + e * j38 + f2 * i19 + g * h38;
      long r4 = a2 * e + b2 * d2 + c * c + f2 * j38 + 2 * g * i19 + h * h38;
      long r5 = a2 * f + b2 * e + c2 * d + g * j38 + h2 * i19;
      long r6 = a2 * g + b2 * f2 + c2 * e + d2 * d + h2 * j38 + i * i19;
      long r7 = a2 * h + b2 * g + c2 * f + d2 * e + i * j38;
      long r8 = a2 * i + b2 * h2 + c2 * g + d2 * f2 + e * e + j * j38;
      long r9 = a2 * j + b2 * i + c2 * h + d2 * g + e2 * f;
      r1 += r0 >> 26;
      r2 += r1 >> 25;
      r3 += r2 >> 26;
      r4 += r3 >> 25;
      r5 += r4 >> 26;
      r6 += r5 >> 25;
      r7 += r6 >> 26;
      r8 += r7 >> 25;
      r9 += r8 >> 26;
      a = (r0 & EVEN) + 19 * (r9 >> 25);
      b = (r1 & ODD) + (a >> 26);
      a &= EVEN;
      c = r2 & EVEN;
      d = r3 & ODD;
      e = r4 & EVEN;
      f = r5 & ODD;
      g = r6 & EVEN;
      h = r7 & ODD;
      i = r8 & EVEN;
      j = r9 & ODD;
    }
    return new long[] {a, b, c, d, e, f, g, h, i, j};
  }
}
