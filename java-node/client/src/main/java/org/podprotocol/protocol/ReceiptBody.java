package org.podprotocol.protocol;

import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * What a relay promises in a receipt ({@code docs/protocol.md} section 5).
 *
 * @param relay Relay account
 * @param index global index in the relay's log; an unsigned 64-bit number
 * @param id message id
 * @param leafHash of the message's envelope
 * @param acceptedSlot slot at acceptance; unsigned
 * @param deadlineSlot slot by which it is anchored; unsigned
 * @param acceptedAtMs Unix time
 */
public record ReceiptBody(
    Address relay,
    long index,
    Hash id,
    Hash leafHash,
    long acceptedSlot,
    long deadlineSlot,
    long acceptedAtMs) {
  public static final int LENGTH = 144;
  public static final int VERSION = 1;

  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    copyTo(bytes, 0);
    return bytes;
  }

  void copyTo(byte[] target, int offset) {
    target[offset] = VERSION;
    relay.copyTo(target, offset + 8);
    LittleEndian.putInt64(target, offset + 40, index);
    id.copyTo(target, offset + 48);
    leafHash.copyTo(target, offset + 80);
    LittleEndian.putInt64(target, offset + 112, acceptedSlot);
    LittleEndian.putInt64(target, offset + 120, deadlineSlot);
    LittleEndian.putInt64(target, offset + 128, acceptedAtMs);
  }

  /**
   * Reads the 144 bytes at {@code offset}.
   *
   * @throws ProtocolException for another version, or reserved bytes that are not zero
   */
  public static ReceiptBody read(byte[] bytes, int offset) throws ProtocolException {
    if (bytes[offset] != VERSION) {
      throw new ProtocolException("receipt version " + (bytes[offset] & 0xFF) + " is not known");
    }
    for (int i = 1; i < 8; i++) {
      if (bytes[offset + i] != 0) {
        throw new ProtocolException("a receipt's reserved bytes are not zero");
      }
    }
    if (LittleEndian.int64(bytes, offset + 136) != 0) {
      throw new ProtocolException("a receipt's reserved bytes are not zero");
    }
    return new ReceiptBody(
        Address.of(bytes, offset + 8),
        LittleEndian.int64(bytes, offset + 40),
        Hash.of(bytes, offset + 48),
        Hash.of(bytes, offset + 80),
        LittleEndian.int64(bytes, offset + 112),
        LittleEndian.int64(bytes, offset + 120),
        LittleEndian.int64(bytes, offset + 128));
  }

  /** The body's leaf hash in its group's tree. */
  public Hash groupLeafHash() {
    byte[] bytes = toBytes();
    return Sha256.leaf(bytes, 0, LENGTH);
  }

  /** The body of a receipt for this envelope. */
  public static ReceiptBody of(
      Address relay,
      long index,
      Envelope envelope,
      Domain domain,
      long acceptedSlot,
      long deadlineSlot,
      long acceptedAtMs) {
    return new ReceiptBody(
        relay,
        index,
        envelope.id(domain),
        envelope.leafHash(),
        acceptedSlot,
        deadlineSlot,
        acceptedAtMs);
  }
}
