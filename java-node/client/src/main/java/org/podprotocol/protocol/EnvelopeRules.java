package org.podprotocol.protocol;

import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Sha256;

/** The rules of {@code docs/protocol.md} section 2 that need neither chain nor clock. */
final class EnvelopeRules {
  private EnvelopeRules() {}

  static @Nullable EnvelopeFault fault(Envelope envelope) {
    if (envelope.version() != Envelope.VERSION) {
      return EnvelopeFault.VERSION;
    }
    if (!MessageType.isDefined(envelope.messageType())) {
      return EnvelopeFault.MESSAGE_TYPE;
    }
    if ((envelope.flags() & ~Envelope.FLAG_ENCRYPTED) != 0) {
      return EnvelopeFault.FLAGS;
    }
    if (envelope.codec() != Envelope.CODEC_RAW) {
      return EnvelopeFault.CODEC;
    }
    if (envelope.contentLength() > Envelope.MAX_CONTENT_LENGTH) {
      return EnvelopeFault.CONTENT_TOO_LARGE;
    }
    EnvelopeFault length = lengthFault(envelope);
    if (length != null) {
      return length;
    }
    if (envelope.expiresAtMs() != 0 && envelope.expiresAtMs() <= envelope.timestampMs()) {
      return EnvelopeFault.EXPIRY;
    }
    return envelope.selfAddressed() ? EnvelopeFault.SELF_MESSAGE : null;
  }

  private static @Nullable EnvelopeFault lengthFault(Envelope envelope) {
    if (envelope.messageType() != MessageType.ACK) {
      return envelope.contentLength() == 0 ? EnvelopeFault.CONTENT_EMPTY : null;
    }
    if (envelope.contentLength() != 0) {
      return EnvelopeFault.ACK_WITH_CONTENT;
    }
    return envelope.inReplyTo().isZero() ? EnvelopeFault.ACK_WITHOUT_MESSAGE : null;
  }

  static @Nullable EnvelopeFault contentFault(Envelope envelope, byte[] content) {
    if (content.length != envelope.contentLength()) {
      return EnvelopeFault.CONTENT_LENGTH;
    }
    if (!Sha256.of(content).equals(envelope.contentHash())) {
      return EnvelopeFault.CONTENT_HASH;
    }
    boolean readableText = envelope.messageType() == MessageType.TEXT && !envelope.isEncrypted();
    return readableText && !TextRule.accepts(content) ? EnvelopeFault.INVALID_TEXT : null;
  }
}
