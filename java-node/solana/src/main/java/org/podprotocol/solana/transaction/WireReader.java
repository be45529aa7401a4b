package org.podprotocol.solana.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * Reads the wire format strictly: short input, non-minimal lengths and trailing bytes are refused.
 */
final class WireReader {

  private final byte[] bytes;
  private int position;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int u8() {
    require(1);
    return Byte.toUnsignedInt(bytes[position++]);
  }

  int peek() {
    require(1);
    return Byte.toUnsignedInt(bytes[position]);
  }

  int length() {
    int value = 0;
    for (int shift = 0; shift <= 14; shift += 7) {
      int next = u8();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        if (next == 0 && shift > 0 || value > 0xffff) {
          throw malformed("a length is not in its shortest form");
        }
        return value;
      }
    }
    throw malformed("a length has more than three bytes");
  }

  /**
   * Reads a count of items of at least {@code itemBytes} each, so that a lie about it can't make us
   * allocate.
   */
  int count(int itemBytes) {
    int count = length();
    require(Math.multiplyExact(count, itemBytes));
    return count;
  }

  byte[] bytes(int count) {
    require(count);
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  PublicKey key() {
    return new PublicKey(bytes(32));
  }

  List<PublicKey> keys() {
    int count = count(32);
    List<PublicKey> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(key());
    }
    return keys;
  }

  byte[] rest() {
    return bytes(bytes.length - position);
  }

  void end() {
    if (position != bytes.length) {
      throw malformed((bytes.length - position) + " bytes too many");
    }
  }

  IllegalArgumentException malformed(String reason) {
    return new IllegalArgumentException(
        "malformed transaction at byte " + position + ": " + reason);
  }

  private void require(int count) {
    if (bytes.length - position < count) {
      throw malformed("input ends too early");
    }
  }
}
