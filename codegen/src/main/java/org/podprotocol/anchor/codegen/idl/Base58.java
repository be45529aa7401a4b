package org.podprotocol.anchor.codegen.idl;

import java.math.BigInteger;
import java.util.Optional;

/** Addresses in base58, checked before they are written into code. */
public final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int ADDRESS = 32;
  private static final int MAX_TEXT = 44;

  private Base58() {}

  /** The 32 bytes of an address, or nothing if the text is not one. */
  public static Optional<byte[]> decodeAddress(String text) {
    if (text.length() < ADDRESS || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
      if (digit == 0 && zeros == i) {
        zeros++;
      }
    }
    int significant = (value.bitLength() + 7) / 8;
    if (significant + zeros != ADDRESS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[ADDRESS];
    byte[] bigEndian = value.toByteArray();
    System.arraycopy(
        bigEndian, bigEndian.length - significant, bytes, ADDRESS - significant, significant);
    return Optional.of(bytes);
  }

  /** Bytes in base58. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger value = new BigInteger(1, bytes);
    while (value.signum() > 0) {
      BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(58));
      text.append(ALPHABET.charAt(parts[1].intValue()));
      value = parts[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append(ALPHABET.charAt(0));
    }
    return text.reverse().toString();
  }
}
