package org.podprotocol.solana.transaction;

import java.util.Arrays;
import org.p2p.solanaj.core.PublicKey;

/** Writes the wire format: bytes, keys, and lengths in the compact-u16 encoding. */
final class WireWriter {

  private byte[] buffer = new byte[512];
  private int size;

  WireWriter u8(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
    return this;
  }

  WireWriter length(int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException("a length of " + value + " does not fit 16 bits");
    }
    int rest = value;
    while (rest > 0x7f) {
      u8(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return u8(rest);
  }

  WireWriter bytes(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  WireWriter key(PublicKey key) {
    return bytes(key.toByteArray());
  }

  WireWriter blockhash(Blockhash blockhash) {
    reserve(32);
    blockhash.copyTo(buffer, size);
    size += 32;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void reserve(int count) {
    if (buffer.length - size < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + count));
    }
  }
}
