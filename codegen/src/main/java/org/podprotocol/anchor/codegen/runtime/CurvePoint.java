package org.podprotocol.anchor.codegen.runtime;

import java.math.BigInteger;

/** Tells encodings of points of the Ed25519 curve from other bytes. */
public final class CurvePoint {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final BigInteger HALF = P.shiftRight(1);

  private CurvePoint() {}

  /** Whether 32 bytes are the encoding of a point, as the validator decides it. */
  public static boolean isEncoding(byte[] encoded) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[31 - i] = encoded[i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian).mod(P);
    BigInteger y2 = y.multiply(y).mod(P);
    // x^2 = u / v has a root exactly if u * v is a square, 0 included.
    BigInteger u = y2.subtract(BigInteger.ONE).mod(P);
    BigInteger v = D.multiply(y2).add(BigInteger.ONE).mod(P);
    BigInteger uv = u.multiply(v).mod(P);
    return uv.signum() == 0 || uv.modPow(HALF, P).equals(BigInteger.ONE);
  }
}
