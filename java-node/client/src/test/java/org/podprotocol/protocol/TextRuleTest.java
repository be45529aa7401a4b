package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextRuleTest {
  /** The rule by the platform's strict decoder. */
  private static boolean reference(byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError()) {
      return false;
    }
    return text.flip()
        .codePoints()
        .allMatch(c -> c == '\t' || c == '\n' || c == '\r' || !Character.isISOControl(c));
  }

  @Test
  void everyCodePointIsJudgedAsByThePlatformsDecoder() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        byte[] bytes = ("a" + Character.toString(c) + "z").getBytes(StandardCharsets.UTF_8);
        assertEquals(reference(bytes), TextRule.accepts(bytes), Integer.toHexString(c));
      }
    }
  }

  @Test
  void everySequenceOfEdgeBytesIsJudgedAsByThePlatformsDecoder() {
    int[] edges = {
      0x00, 0x09, 0x20, 0x7E, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
      0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF
    };
    assertEquals(reference(new byte[0]), TextRule.accepts(new byte[0]));
    // ASCII leads all take the same way; a few stand for them.
    for (int lead = 0x80; lead < 256; lead++) {
      sequencesFrom(new byte[] {(byte) lead}, edges);
    }
    for (int lead : new int[] {0x00, 0x09, 0x20, 0x7E, 0x7F}) {
      sequencesFrom(new byte[] {(byte) lead}, edges);
    }
  }

  /** Judges the bytes, and all continuations of them up to four bytes. */
  private static void sequencesFrom(byte[] bytes, int[] edges) {
    if (reference(bytes) != TextRule.accepts(bytes)) {
      assertEquals(
          reference(bytes), TextRule.accepts(bytes), java.util.HexFormat.of().formatHex(bytes));
    }
    if (bytes.length < 4) {
      byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      for (int edge : edges) {
        longer[bytes.length] = (byte) edge;
        sequencesFrom(longer, edges);
      }
    }
  }

  @Test
  void aRangeOfAnArrayIsJudgedAlone() {
    byte[] bytes = {0, 'a', (byte) 0xE2, (byte) 0x82, (byte) 0xAC, 0};
    assertEquals(true, TextRule.accepts(bytes, 1, 4));
    assertEquals(false, TextRule.accepts(bytes, 1, 3));
    assertEquals(false, TextRule.accepts(bytes, 1, 5));
  }
}
