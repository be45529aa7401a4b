package org.podprotocol.protocol;

import java.util.Arrays;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.Signer;

/**
 * An envelope before it is signed. A new one is version 1, a data message, unencrypted, raw, never
 * expiring, a reply to nothing. Not safe for threads to share.
 */
public final class EnvelopeDraft {
  private final byte[] header = new byte[Envelope.HEADER_LENGTH];

  public EnvelopeDraft() {
    header[Envelope.VERSION_AT] = Envelope.VERSION;
    header[Envelope.TYPE_AT] = MessageType.DATA;
    header[Envelope.CODEC_AT] = Envelope.CODEC_RAW;
  }

  /** {@link Envelope#VERSION}, or what a peer sent. */
  public EnvelopeDraft version(int version) {
    return put(Envelope.VERSION_AT, version, "version");
  }

  /** One of {@link MessageType}. */
  public EnvelopeDraft messageType(int type) {
    return put(Envelope.TYPE_AT, type, "message type");
  }

  /** {@link Envelope#FLAG_ENCRYPTED} or 0. */
  public EnvelopeDraft flags(int flags) {
    return put(Envelope.FLAGS_AT, flags, "set of flags");
  }

  public EnvelopeDraft encrypted(boolean encrypted) {
    return flags(encrypted ? Envelope.FLAG_ENCRYPTED : 0);
  }

  /** {@link Envelope#CODEC_RAW}, or what a peer sent. */
  public EnvelopeDraft codec(int codec) {
    return put(Envelope.CODEC_AT, codec, "codec");
  }

  private EnvelopeDraft put(int at, int value, String what) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("a " + what + " is one unsigned byte, not " + value);
    }
    header[at] = (byte) value;
    return this;
  }

  /** Unsigned; unique for the sender. */
  public EnvelopeDraft nonce(long nonce) {
    LittleEndian.putInt64(header, Envelope.NONCE_AT, nonce);
    return this;
  }

  /** Unix time. */
  public EnvelopeDraft timestampMs(long timestampMs) {
    LittleEndian.putInt64(header, Envelope.TIMESTAMP_AT, timestampMs);
    return this;
  }

  /** Unix time; 0: never. */
  public EnvelopeDraft expiresAtMs(long expiresAtMs) {
    LittleEndian.putInt64(header, Envelope.EXPIRES_AT, expiresAtMs);
    return this;
  }

  /** Agent account. */
  public EnvelopeDraft sender(Address sender) {
    sender.copyTo(header, Envelope.SENDER_AT);
    return this;
  }

  /** Agent or Channel account. */
  public EnvelopeDraft recipient(Address recipient) {
    recipient.copyTo(header, Envelope.RECIPIENT_AT);
    return this;
  }

  /** Id of another message; {@link Hash#ZERO}: none. */
  public EnvelopeDraft inReplyTo(Hash id) {
    id.copyTo(header, Envelope.IN_REPLY_TO_AT);
    return this;
  }

  /** Sets length and hash; an encrypted message takes the ciphertext here. */
  public EnvelopeDraft content(byte[] content) {
    return content(content.length, Sha256.of(content));
  }

  /** Length and hash of content that is elsewhere; the length is an unsigned 32-bit number. */
  public EnvelopeDraft content(long length, Hash hash) {
    if (length < 0 || length > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("a content length has 32 bits: " + length);
    }
    LittleEndian.putInt32(header, Envelope.CONTENT_LENGTH_AT, (int) length);
    hash.copyTo(header, Envelope.CONTENT_HASH_AT);
    return this;
  }

  public EnvelopeDraft signer(Address signer) {
    signer.copyTo(header, Envelope.SIGNER_AT);
    return this;
  }

  /** A copy of the header's 192 bytes as they stand. */
  public byte[] header() {
    return header.clone();
  }

  /**
   * Signs as {@code signer}, whatever {@link #signer(Address)} was. The rules are not checked;
   * {@link Envelope#fault()} does that.
   */
  public Envelope sign(Domain domain, Signer signer) {
    signer(signer.address());
    return withSignature(Signature.of(signer.sign(domain.signedBytes(Tag.ENVELOPE, header))));
  }

  /** The envelope with a signature made elsewhere. */
  public Envelope withSignature(Signature signature) {
    byte[] bytes = Arrays.copyOf(header, Envelope.LENGTH);
    signature.copyTo(bytes, Envelope.HEADER_LENGTH);
    return new Envelope(bytes);
  }
}
