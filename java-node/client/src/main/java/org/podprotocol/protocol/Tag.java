package org.podprotocol.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What a signature is for: 0xFF, a name, zeros up to 32 bytes ({@code docs/protocol.md} section 1).
 */
public enum Tag {
  ENVELOPE("pod/envelope/v1"),
  RECEIPTS("pod/receipts/v1"),
  LOGIN("pod/login/v1"),
  /** Nothing is signed with it: the domain of HPKE's info. */
  ENCRYPTION("pod/hpke/v1");

  public static final int LENGTH = 32;

  private final String text;

  Tag(String text) {
    this.text = text;
  }

  void copyTo(byte[] target, int offset) {
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    target[offset] = (byte) 0xFF;
    System.arraycopy(name, 0, target, offset + 1, name.length);
  }
}
