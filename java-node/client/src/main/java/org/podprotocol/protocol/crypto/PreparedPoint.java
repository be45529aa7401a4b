package org.podprotocol.protocol.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.podprotocol.protocol.bytes.Address;

/**
 * A public key with a table of its multiples (15 KB), by which ordinary signatures are recognised
 * in a third of the time of a whole check. Immutable.
 */
final class PreparedPoint {
  private static final int KEY_TEETH = 6;
  private static final int BASE_TEETH = 8;
  private static final int POINT_LENGTH = 32;
  private static final ThreadLocal<MessageDigest> SHA_512 =
      ThreadLocal.withInitial(PreparedPoint::sha512);

  private final byte[] encoded;
  private final Comb multiples;

  /**
   * @param key known to be canonical and of prime order
   */
  PreparedPoint(Address key) {
    encoded = key.toBytes();
    multiples = Comb.of(CurvePoint.decode(encoded), KEY_TEETH);
  }

  /**
   * Whether S &lt; L and R is the encoding of [S]B - [k]A. Such a signature is valid by the rule:
   * what this encodes is canonical, and the equation that holds without cofactor holds with it. A
   * signature whose R has a torsion component may be valid and is not recognised.
   */
  boolean recognises(byte[] message, int offset, int length, byte[] signature, int at) {
    long[] s = Scalar.decode(signature, at + POINT_LENGTH);
    if (!Scalar.isReduced(s)) {
      return false;
    }
    MessageDigest digest = SHA_512.get();
    digest.update(signature, at, POINT_LENGTH);
    digest.update(encoded);
    digest.update(message, offset, length);
    long[] kBits = Scalar.combBits(Scalar.reduce(digest.digest()));
    long[] sBits = Scalar.combBits(s);
    CurvePoint sum = CurvePoint.neutral();
    for (int column = Comb.COLUMNS - 1; column >= 0; column--) {
      if (column < Comb.COLUMNS - 1) {
        sum.twice();
      }
      Base.MULTIPLES.addColumn(sum, sBits, column, false);
      multiples.addColumn(sum, kBits, column, true);
    }
    byte[] r = new byte[POINT_LENGTH];
    sum.encodeTo(r);
    return Arrays.equals(r, 0, POINT_LENGTH, signature, at, at + POINT_LENGTH);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform of ours has SHA-512", e);
    }
  }

  /** The base point's table (46 KB), made when the first key is prepared for use. */
  private static final class Base {
    private static final Comb MULTIPLES = Comb.of(CurvePoint.decode(base()), BASE_TEETH);

    /** y = 4/5, x even: RFC 8032 section 5.1. */
    private static byte[] base() {
      byte[] encoded = new byte[POINT_LENGTH];
      Arrays.fill(encoded, (byte) 0x66);
      encoded[0] = 0x58;
      return encoded;
    }
  }
}
