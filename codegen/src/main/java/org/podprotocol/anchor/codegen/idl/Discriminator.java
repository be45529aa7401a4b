package org.podprotocol.anchor.codegen.idl;

import java.util.Arrays;
import java.util.HexFormat;

/** The bytes, of any number, that stand first and say what follows. */
public record Discriminator(byte[] bytes) {
  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /** Whether data that begins with {@code other} also begins with this one. */
  public boolean isPrefixOf(Discriminator other) {
    return bytes.length <= other.bytes.length
        && Arrays.equals(bytes, 0, bytes.length, other.bytes, 0, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Discriminator that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
