package org.podprotocol.protocol;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Hex;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.VerificationKey;

/**
 * A signed message header: an immutable view of its 256 bytes, header and signature ({@code
 * docs/protocol.md} section 2). Any 256 bytes make one; {@link #fault()} and {@link #isSignedBy}
 * say whether it is acceptable.
 */
public final class Envelope {
  public static final int HEADER_LENGTH = 192;
  public static final int SIGNATURE_LENGTH = Signature.LENGTH;

  /** Length of the leaf: header, then signature. */
  public static final int LENGTH = HEADER_LENGTH + SIGNATURE_LENGTH;

  public static final int VERSION = 1;
  public static final int FLAG_ENCRYPTED = 1;

  /** The multicodec of a raw block, the only content codec. */
  public static final int CODEC_RAW = 0x55;

  public static final int MAX_CONTENT_LENGTH = 1 << 20;

  /**
   * The greatest time, which is the greatest integer that every JSON implementation reads exactly.
   */
  public static final long MAX_TIME_MS = (1L << 53) - 1;

  static final int VERSION_AT = 0;
  static final int TYPE_AT = 1;
  static final int FLAGS_AT = 2;
  static final int CODEC_AT = 3;
  static final int CONTENT_LENGTH_AT = 4;
  static final int NONCE_AT = 8;
  static final int TIMESTAMP_AT = 16;
  static final int EXPIRES_AT = 24;
  static final int SENDER_AT = 32;
  static final int SIGNER_AT = 64;
  static final int RECIPIENT_AT = 96;
  static final int IN_REPLY_TO_AT = 128;
  static final int CONTENT_HASH_AT = 160;

  private final byte[] bytes;

  /** Takes the array, which must not change afterwards. */
  Envelope(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the 256 bytes at {@code offset}. */
  public static Envelope of(byte[] bytes, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, bytes.length);
    return new Envelope(Arrays.copyOfRange(bytes, offset, offset + LENGTH));
  }

  /**
   * A copy of all of {@code bytes}.
   *
   * @throws IllegalArgumentException if they are not 256
   */
  public static Envelope of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an envelope has 256 bytes, not " + bytes.length);
    }
    return of(bytes, 0);
  }

  /** Unsigned. */
  public int version() {
    return bytes[VERSION_AT] & 0xFF;
  }

  /** One of {@link MessageType}, unsigned. */
  public int messageType() {
    return bytes[TYPE_AT] & 0xFF;
  }

  public int flags() {
    return bytes[FLAGS_AT] & 0xFF;
  }

  public boolean isEncrypted() {
    return (flags() & FLAG_ENCRYPTED) != 0;
  }

  /** Multicodec of the content's CID. */
  public int codec() {
    return bytes[CODEC_AT] & 0xFF;
  }

  /** Bytes of content as sent: an unsigned 32-bit number. */
  public long contentLength() {
    return Integer.toUnsignedLong(LittleEndian.int32(bytes, CONTENT_LENGTH_AT));
  }

  /** An unsigned 64-bit number. */
  public long nonce() {
    return LittleEndian.int64(bytes, NONCE_AT);
  }

  /** Unix time. */
  public long timestampMs() {
    return LittleEndian.int64(bytes, TIMESTAMP_AT);
  }

  /** Unix time; 0: never. */
  public long expiresAtMs() {
    return LittleEndian.int64(bytes, EXPIRES_AT);
  }

  /** Agent account. */
  public Address sender() {
    return Address.of(bytes, SENDER_AT);
  }

  /** The key that signs. */
  public Address signer() {
    return Address.of(bytes, SIGNER_AT);
  }

  /** Agent or Channel account. */
  public Address recipient() {
    return Address.of(bytes, RECIPIENT_AT);
  }

  /** Id of another message; zeros: none. */
  public Hash inReplyTo() {
    return Hash.of(bytes, IN_REPLY_TO_AT);
  }

  /** SHA-256 of the content. */
  public Hash contentHash() {
    return Hash.of(bytes, CONTENT_HASH_AT);
  }

  public Signature signature() {
    return Signature.of(bytes, HEADER_LENGTH);
  }

  /** A copy of the 192 bytes that are signed, after the domain. */
  public byte[] header() {
    return Arrays.copyOf(bytes, HEADER_LENGTH);
  }

  /** A copy of the leaf: header, then signature. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  /** Domain, then header: what the signature covers. */
  public byte[] signedBytes(Domain domain) {
    return domain.signedBytes(Tag.ENVELOPE, bytes, 0, HEADER_LENGTH);
  }

  /** The message id: SHA-256 of the signed bytes. */
  public Hash id(Domain domain) {
    return domain.signedBytesHash(Tag.ENVELOPE, bytes, 0, HEADER_LENGTH);
  }

  /** SHA-256(0x00 || leaf). */
  public Hash leafHash() {
    return Sha256.leaf(bytes, 0, LENGTH);
  }

  /** Whether {@code key} is the signer and the signature is its own, by the signature rule. */
  public boolean isSignedBy(VerificationKey key, Domain domain) {
    byte[] signed = signedBytes(domain);
    return key.address().matches(bytes, SIGNER_AT)
        && key.verifies(signed, 0, signed.length, bytes, HEADER_LENGTH);
  }

  /** What is wrong with the header on its own, in the order of its fields; null: nothing. */
  public @Nullable EnvelopeFault fault() {
    return EnvelopeRules.fault(this);
  }

  /**
   * What is wrong with {@code content} as this envelope's content; null: nothing. The header must
   * be without fault.
   */
  public @Nullable EnvelopeFault contentFault(byte[] content) {
    return EnvelopeRules.contentFault(this, content);
  }

  boolean selfAddressed() {
    return Arrays.equals(
        bytes,
        SENDER_AT,
        SENDER_AT + Bytes32.LENGTH,
        bytes,
        RECIPIENT_AT,
        RECIPIENT_AT + Bytes32.LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Envelope that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return LittleEndian.int32(bytes, HEADER_LENGTH);
  }

  @Override
  public String toString() {
    return "envelope "
        + Long.toUnsignedString(nonce())
        + " of "
        + sender()
        + " to "
        + recipient()
        + ", signature "
        + Hex.encode(bytes, HEADER_LENGTH, HEADER_LENGTH + 8)
        + "...";
  }
}
