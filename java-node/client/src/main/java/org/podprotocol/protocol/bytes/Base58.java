package org.podprotocol.protocol.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Base58 with the Bitcoin alphabet, as Solana writes addresses. */
final class Base58 {
  private static final byte[] ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      DIGITS[ALPHABET[i]] = (byte) i;
    }
  }

  private Base58() {}

  /** Writes 32 bytes; the result has 32 to 44 characters. */
  static String encode32(byte[] bytes, int offset) {
    byte[] text = new byte[44];
    int at = text.length;
    int[] digits = new int[44];
    int length = 0;
    for (int i = 0; i < 32; i++) {
      int carry = bytes[offset + i] & 0xFF;
      for (int d = 0; d < length; d++) {
        carry += digits[d] << 8;
        digits[d] = carry % 58;
        carry /= 58;
      }
      while (carry > 0) {
        digits[length++] = carry % 58;
        carry /= 58;
      }
    }
    for (int d = 0; d < length; d++) {
      text[--at] = ALPHABET[digits[d]];
    }
    int zeros = 0;
    while (zeros < 32 && bytes[offset + zeros] == 0) {
      zeros++;
    }
    for (int i = 0; i < zeros; i++) {
      text[--at] = '1';
    }
    return new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads text that stands for exactly 32 bytes.
   *
   * @throws ProtocolException if it is not base58, or stands for fewer or more bytes
   */
  static byte[] decode32(CharSequence text) throws ProtocolException {
    int length = text.length();
    if (length < 32 || length > 44) {
      throw new ProtocolException("not a base58 address of 32 bytes: " + length + " characters");
    }
    int[] words = new int[8];
    int ones = 0;
    boolean leading = true;
    for (int c = 0; c < length; c++) {
      char character = text.charAt(c);
      int digit = character < 128 ? DIGITS[character] : -1;
      if (digit < 0) {
        throw new ProtocolException("not base58: character " + (c + 1));
      }
      leading &= digit == 0;
      if (leading) {
        ones++;
      }
      long carry = digit;
      for (int i = 7; i >= 0; i--) {
        carry += Integer.toUnsignedLong(words[i]) * 58;
        words[i] = (int) carry;
        carry >>>= 32;
      }
      if (carry != 0) {
        throw new ProtocolException("not a base58 address of 32 bytes: the number is too large");
      }
    }
    byte[] bytes = new byte[32];
    for (int i = 0; i < 8; i++) {
      LittleEndian.INT_BE.set(bytes, 4 * i, words[i]);
    }
    int zeros = 0;
    while (zeros < 32 && bytes[zeros] == 0) {
      zeros++;
    }
    if (zeros != ones) {
      throw new ProtocolException(
          "not a base58 address of 32 bytes: it stands for " + (32 - zeros + ones));
    }
    return bytes;
  }
}
