package org.podprotocol.protocol.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Edwards25519 by its definition in RFC 8032 section 5.1, slow and plain: an oracle for the
 * signature rule.
 */
final class Curve {
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
  static final Point BASE =
      decodePoint(
          encode(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)));

  record Point(BigInteger x, BigInteger y) {
    Point plus(Point q) {
      BigInteger xx = x.multiply(q.y).add(y.multiply(q.x)).mod(P);
      BigInteger yy = y.multiply(q.y).add(x.multiply(q.x)).mod(P);
      BigInteger d = D.multiply(x).multiply(q.x).multiply(y).multiply(q.y).mod(P);
      return new Point(
          xx.multiply(BigInteger.ONE.add(d).modInverse(P)).mod(P),
          yy.multiply(BigInteger.ONE.subtract(d).modInverse(P)).mod(P));
    }

    Point times(BigInteger n) {
      Point sum = NEUTRAL;
      for (int bit = n.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        if (n.testBit(bit)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    byte[] encoded() {
      byte[] bytes = encode(y);
      if (x.testBit(0)) {
        bytes[31] |= (byte) 0x80;
      }
      return bytes;
    }
  }

  private Curve() {}

  /** The eight points whose order divides 8. */
  static List<Point> torsion() {
    for (int y = 2; ; y++) {
      Point point = decode(encode(BigInteger.valueOf(y)));
      Point candidate = point == null ? NEUTRAL : point.times(L);
      if (!candidate.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          points.add(candidate.times(BigInteger.valueOf(i)));
        }
        return points;
      }
    }
  }

  static byte[] encode(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] big = number.toByteArray();
    for (int i = 0; i < Math.min(32, big.length); i++) {
      bytes[i] = big[big.length - 1 - i];
    }
    return bytes;
  }

  static BigInteger number(byte[] bytes) {
    byte[] big = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      big[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, big);
  }

  static Point decodePoint(byte[] bytes) {
    Point point = decode(bytes);
    if (point == null) {
      throw new AssertionError("no point");
    }
    return point;
  }

  /** A canonical encoding's point; null if it is none. */
  static @Nullable Point decode(byte[] bytes) {
    byte[] yBytes = bytes.clone();
    boolean odd = (yBytes[31] & 0x80) != 0;
    yBytes[31] &= 0x7F;
    BigInteger y = number(yBytes);
    if (y.compareTo(P) >= 0) {
      return null;
    }
    BigInteger yy = y.multiply(y).mod(P);
    BigInteger xx =
        yy.subtract(BigInteger.ONE)
            .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(xx)) {
      x = x.multiply(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(xx) || (x.signum() == 0 && odd)) {
      return null;
    }
    return new Point(x.testBit(0) == odd ? x : P.subtract(x).mod(P), y);
  }

  static BigInteger challenge(byte[] r, byte[] a, byte[] message) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-512");
    sha.update(r);
    sha.update(a);
    return number(sha.digest(message)).mod(L);
  }

  /** The rule of docs/protocol.md section 1, line by line. */
  static boolean valid(byte[] publicKey, byte[] message, byte[] signature) throws Exception {
    byte[] rBytes = java.util.Arrays.copyOf(signature, 32);
    BigInteger s = number(java.util.Arrays.copyOfRange(signature, 32, 64));
    Point a = decode(publicKey);
    Point r = decode(rBytes);
    if (a == null || r == null || s.compareTo(L) >= 0) {
      return false;
    }
    if (a.equals(NEUTRAL) || !a.times(L).equals(NEUTRAL)) {
      return false;
    }
    BigInteger k = challenge(rBytes, publicKey, message);
    BigInteger eight = BigInteger.valueOf(8);
    return BASE.times(s).times(eight).equals(r.plus(a.times(k)).times(eight));
  }
}
