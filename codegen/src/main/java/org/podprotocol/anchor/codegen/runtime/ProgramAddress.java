package org.podprotocol.anchor.codegen.runtime;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.p2p.solanaj.core.PublicKey;

/**
 * A program-derived address: SHA-256 of the seeds, a bump, the program and a marker, with the first
 * bump from 255 downwards that gives no point of the Ed25519 curve.
 *
 * @param address the derived address
 * @param bump the bump that was found, 0 to 255
 */
public record ProgramAddress(PublicKey address, int bump) {
  private static final byte[] MARKER = "ProgramDerivedAddress".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_SEEDS = 15;
  private static final int MAX_SEED_LENGTH = 32;
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
  private static final BigInteger HALF = P.shiftRight(1);

  /**
   * Derives the address.
   *
   * @param seeds at most 15, of at most 32 bytes each
   */
  public static ProgramAddress find(PublicKey program, byte[]... seeds) {
    if (seeds.length > MAX_SEEDS) {
      throw new IllegalArgumentException(seeds.length + " seeds, at most 15 are possible");
    }
    int length = 0;
    for (byte[] seed : seeds) {
      if (seed.length > MAX_SEED_LENGTH) {
        throw new IllegalArgumentException("a seed of " + seed.length + " bytes, at most 32 fit");
      }
      length += seed.length;
    }
    byte[] preimage = new byte[length + 1 + 32 + MARKER.length];
    int at = 0;
    for (byte[] seed : seeds) {
      System.arraycopy(seed, 0, preimage, at, seed.length);
      at += seed.length;
    }
    System.arraycopy(program.toByteArray(), 0, preimage, length + 1, 32);
    System.arraycopy(MARKER, 0, preimage, length + 33, MARKER.length);
    MessageDigest sha256 = sha256();
    for (int bump = 255; bump >= 0; bump--) {
      preimage[length] = (byte) bump;
      byte[] candidate = sha256.digest(preimage);
      if (!isOnCurve(candidate)) {
        return new ProgramAddress(new PublicKey(candidate), bump);
      }
    }
    throw new IllegalArgumentException("no bump gives an address for these seeds");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the 32 bytes are the encoding of a point of the Ed25519 curve. */
  static boolean isOnCurve(byte[] encoded) {
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
