package org.podprotocol.protocol.bytes;

import java.util.HexFormat;

/** Lower-case hex; upper case is refused, so that a value has one text. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  public static String encode(byte[] bytes, int from, int to) {
    return FORMAT.formatHex(bytes, from, to);
  }

  public static byte[] decode(CharSequence text, int length) throws ProtocolException {
    if (text.length() != 2 * length) {
      throw new ProtocolException(
          "not " + 2 * length + " hex digits: " + text.length() + " characters");
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (digit(text, 2 * i) << 4 | digit(text, 2 * i + 1));
    }
    return bytes;
  }

  private static int digit(CharSequence text, int at) throws ProtocolException {
    char c = text.charAt(at);
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    throw new ProtocolException("not a lower-case hex digit: character " + (at + 1));
  }
}
