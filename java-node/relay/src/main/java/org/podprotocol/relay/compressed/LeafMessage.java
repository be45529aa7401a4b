package org.podprotocol.relay.compressed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/** A message as it is in a leaf's data, 120 bytes (docs/protocol.md, section 4.7). */
public final class LeafMessage {
  static final int LENGTH = 120;

  private final byte[] data;
  private final ByteBuffer fields;

  private LeafMessage(byte[] data) {
    this.data = data;
    this.fields = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @throws MalformedLightDataException if it has another length
   */
  static LeafMessage of(byte[] data) {
    if (data.length != LENGTH) {
      throw new MalformedLightDataException("a message's leaf has %d bytes".formatted(data.length));
    }
    return new LeafMessage(data.clone());
  }

  public Address sender() {
    return Address.of(data, 0);
  }

  public Address recipient() {
    return Address.of(data, 32);
  }

  public Hash contentHash() {
    return Hash.of(data, 64);
  }

  /** Unix seconds of the chain's clock. */
  public long timestamp() {
    return fields.getLong(96);
  }

  /** Unsigned. */
  public long nonce() {
    return fields.getLong(104);
  }

  public long contentLength() {
    return Integer.toUnsignedLong(fields.getInt(112));
  }

  public int messageType() {
    return data[116] & 0xFF;
  }

  public int codec() {
    return data[117] & 0xFF;
  }

  public int version() {
    return data[118] & 0xFF;
  }

  byte[] toBytes() {
    return data.clone();
  }

  /** SHA-256 of the data, the first byte zero. */
  Hash dataHash() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(data);
      hash[0] = 0;
      return Hash.of(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LeafMessage message && Arrays.equals(data, message.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }
}
