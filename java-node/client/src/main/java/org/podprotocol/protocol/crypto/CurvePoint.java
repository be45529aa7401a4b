package org.podprotocol.protocol.crypto;

import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A point of edwards25519 that sums are gathered in: extended coordinates (Hisil, Wong, Carter,
 * Dawson 2008) with t = x*y/z kept as the product u*v. Not constant in time: for public values
 * alone. For one thread.
 *
 * <p>The field is BouncyCastle's, and the formulas and the order of their additions are those of
 * its {@code Ed25519}, so that limbs stay within the bounds its field expects.
 */
final class CurvePoint {
  /** Ints of a point in a table: (y-x)/2, (y+x)/2, d*x*y. */
  static final int TABLE_INTS = 3 * X25519Field.SIZE;

  /** d = -121665/121666, the curve's constant. */
  private static final int[] D = d();

  private static final int[] FOUR_D = times(D, 4);

  private final int[] x = X25519Field.create();
  private final int[] y = X25519Field.create();
  private final int[] z = X25519Field.create();
  private final int[] u = X25519Field.create();
  private final int[] v = X25519Field.create();
  private final int[] product = X25519Field.create();
  private final int[] minus = X25519Field.create();
  private final int[] plus = X25519Field.create();
  private final int[] xyd = X25519Field.create();

  private CurvePoint() {}

  static CurvePoint neutral() {
    var point = new CurvePoint();
    X25519Field.one(point.y);
    X25519Field.one(point.z);
    X25519Field.one(point.v);
    return point;
  }

  /**
   * Decodes a point that is known to be canonically encoded and on the curve.
   *
   * @throws IllegalArgumentException if it is not on the curve
   */
  static CurvePoint decode(byte[] encoded) {
    var point = new CurvePoint();
    X25519Field.decode(encoded, point.y);
    int[] numerator = X25519Field.create();
    int[] denominator = X25519Field.create();
    X25519Field.sqr(point.y, numerator);
    X25519Field.mul(D, numerator, denominator);
    X25519Field.subOne(numerator);
    X25519Field.addOne(denominator);
    if (!X25519Field.sqrtRatioVar(numerator, denominator, point.x)) {
      throw new IllegalArgumentException("not a point of edwards25519");
    }
    X25519Field.normalize(point.x);
    if ((point.x[0] & 1) != (encoded[31] >>> 7 & 1)) {
      X25519Field.negate(point.x, point.x);
      X25519Field.normalize(point.x);
    }
    X25519Field.one(point.z);
    X25519Field.copy(point.x, 0, point.u, 0);
    X25519Field.copy(point.y, 0, point.v, 0);
    return point;
  }

  CurvePoint copy() {
    var copy = new CurvePoint();
    X25519Field.copy(x, 0, copy.x, 0);
    X25519Field.copy(y, 0, copy.y, 0);
    X25519Field.copy(z, 0, copy.z, 0);
    X25519Field.copy(u, 0, copy.u, 0);
    X25519Field.copy(v, 0, copy.v, 0);
    return copy;
  }

  /** Becomes twice itself. */
  void twice() {
    X25519Field.add(x, y, u);
    X25519Field.sqr(x, x);
    X25519Field.sqr(y, y);
    X25519Field.sqr(z, z);
    X25519Field.add(z, z, z);
    X25519Field.apm(x, y, v, y);
    X25519Field.sqr(u, u);
    X25519Field.sub(v, u, u);
    X25519Field.add(z, y, x);
    X25519Field.carry(x);
    X25519Field.mul(x, y, z);
    X25519Field.mul(x, u, x);
    X25519Field.mul(y, v, y);
  }

  /** Adds, or takes away, the point at {@code offset} of a table. */
  void add(int[] table, int offset, boolean negative) {
    System.arraycopy(table, offset, minus, 0, X25519Field.SIZE);
    System.arraycopy(table, offset + X25519Field.SIZE, plus, 0, X25519Field.SIZE);
    System.arraycopy(table, offset + 2 * X25519Field.SIZE, xyd, 0, X25519Field.SIZE);
    // Taking away a point is adding (-x, y): its sum and difference change places, and d*x*y its
    // sign.
    int[] first = negative ? y : x;
    int[] second = negative ? x : y;
    X25519Field.apm(y, x, y, x);
    X25519Field.mul(first, minus, first);
    X25519Field.mul(second, plus, second);
    X25519Field.mul(u, v, product);
    X25519Field.mul(product, xyd, product);
    X25519Field.apm(y, x, v, u);
    X25519Field.apm(z, product, second, first);
    X25519Field.mul(x, y, z);
    X25519Field.mul(x, u, x);
    X25519Field.mul(y, v, y);
  }

  /** The 32 bytes of RFC 8032 section 5.1.2; the point is of no use afterwards. */
  void encodeTo(byte[] target) {
    X25519Field.invVar(z, z);
    X25519Field.mul(x, z, x);
    X25519Field.mul(y, z, y);
    X25519Field.normalize(x);
    X25519Field.normalize(y);
    X25519Field.encode(y, target, 0);
    target[31] |= (byte) ((x[0] & 1) << 7);
  }

  /** A table of these points, with one inversion for all of them. */
  static int[] table(List<CurvePoint> points) {
    int count = points.size();
    int[][] products = new int[count][];
    int[] product = X25519Field.create();
    X25519Field.one(product);
    for (int i = 0; i < count; i++) {
      products[i] = product.clone();
      X25519Field.mul(product, doubled(points.get(i).z), product);
    }
    int[] inverse = X25519Field.create();
    X25519Field.invVar(product, inverse);
    int[] table = new int[count * TABLE_INTS];
    int[] halfOfInverse = X25519Field.create();
    for (int i = count - 1; i >= 0; i--) {
      X25519Field.mul(inverse, products[i], halfOfInverse);
      X25519Field.mul(inverse, doubled(points.get(i).z), inverse);
      points.get(i).writeTo(table, i * TABLE_INTS, halfOfInverse);
    }
    return table;
  }

  /**
   * @param halfOfInverse 1/(2z)
   */
  private void writeTo(int[] table, int offset, int[] halfOfInverse) {
    int[] halfX = X25519Field.create();
    int[] halfY = X25519Field.create();
    X25519Field.mul(x, halfOfInverse, halfX);
    X25519Field.mul(y, halfOfInverse, halfY);
    int[] sum = X25519Field.create();
    int[] difference = X25519Field.create();
    X25519Field.apm(halfY, halfX, sum, difference);
    X25519Field.mul(halfX, halfY, halfX);
    X25519Field.mul(halfX, FOUR_D, halfX);
    X25519Field.normalize(difference);
    X25519Field.normalize(sum);
    X25519Field.normalize(halfX);
    X25519Field.copy(difference, 0, table, offset);
    X25519Field.copy(sum, 0, table, offset + X25519Field.SIZE);
    X25519Field.copy(halfX, 0, table, offset + 2 * X25519Field.SIZE);
  }

  private static int[] doubled(int[] number) {
    return times(number, 2);
  }

  private static int[] times(int[] number, int factor) {
    int[] result = X25519Field.create();
    X25519Field.mul(number, factor, result);
    X25519Field.normalize(result);
    return result;
  }

  private static int[] d() {
    int[] one = X25519Field.create();
    X25519Field.one(one);
    int[] result = X25519Field.create();
    X25519Field.invVar(times(one, 121666), result);
    X25519Field.mul(result, 121665, result);
    X25519Field.negate(result, result);
    X25519Field.normalize(result);
    return result;
  }
}
