package org.podprotocol.protocol;

import java.util.Objects;

/**
 * What text content may be: valid UTF-8 (RFC 3629) without control characters (C0, DEL and C1)
 * other than TAB, LF and CR.
 */
public final class TextRule {
  private TextRule() {}

  public static boolean accepts(byte[] content) {
    return accepts(content, 0, content.length);
  }

  public static boolean accepts(byte[] content, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, content.length);
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int lead = content[at] & 0xFF;
      int size = sequenceLength(lead);
      if (size == 0 || size > end - at || !validTail(content, at, lead, size)) {
        return false;
      }
      at += size;
    }
    return true;
  }

  /** Bytes of the sequence this one begins, 0 if it may begin none. */
  private static int sequenceLength(int lead) {
    if (lead < 0x80) {
      boolean printable = lead >= 0x20 && lead != 0x7F;
      return printable || lead == '\t' || lead == '\n' || lead == '\r' ? 1 : 0;
    }
    if (lead < 0xC2) {
      return 0;
    }
    if (lead < 0xE0) {
      return 2;
    }
    if (lead < 0xF0) {
      return 3;
    }
    return lead <= 0xF4 ? 4 : 0;
  }

  private static boolean validTail(byte[] content, int at, int lead, int size) {
    if (size == 1) {
      return true;
    }
    int second = content[at + 1] & 0xFF;
    // The second byte excludes overlong forms, surrogates and code points past U+10FFFF (Unicode,
    // table 3-7), and C1
    // controls: U+0080 to U+009F are C2 80 to C2 9F.
    int least = lead == 0xE0 || lead == 0xC2 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return false;
    }
    for (int i = 2; i < size; i++) {
      if ((content[at + i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
