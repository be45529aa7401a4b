package org.podprotocol.protocol;

import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/** The rules of {@code docs/protocol.md} section 2 that need neither chain nor clock. */
final class EnvelopeRules {
  private static final Hash NOTHING = Sha256.of(new byte[0]);

  private EnvelopeRules() {}

  static @Nullable EnvelopeFault fault(Envelope envelope) {
    boolean ack = envelope.messageType() == MessageType.ACK;
    if (envelope.version() != Envelope.VERSION) {
      return EnvelopeFault.VERSION;
    }
    if (!MessageType.isDefined(envelope.messageType())) {
      return EnvelopeFault.MESSAGE_TYPE;
    }
    int allowedFlags = ack ? 0 : Envelope.FLAG_ENCRYPTED;
    if ((envelope.flags() & ~allowedFlags) != 0) {
      return EnvelopeFault.FLAGS;
    }
    if (envelope.codec() != Envelope.CODEC_RAW) {
      return EnvelopeFault.CODEC;
    }
    EnvelopeFault length = lengthFault(envelope.contentLength(), ack);
    if (length != null) {
      return length;
    }
    if (envelope.timestampMs() < 0 || envelope.timestampMs() > Envelope.MAX_TIME_MS) {
      return EnvelopeFault.TIMESTAMP;
    }
    if (envelope.expiresAtMs() != 0
        && (envelope.expiresAtMs() <= envelope.timestampMs()
            || envelope.expiresAtMs() > Envelope.MAX_TIME_MS)) {
      return EnvelopeFault.EXPIRY;
    }
    if (envelope.selfAddressed()) {
      return EnvelopeFault.SELF_MESSAGE;
    }
    return ack ? ackFault(envelope) : null;
  }

  private static @Nullable EnvelopeFault lengthFault(long length, boolean ack) {
    if (length > Envelope.MAX_CONTENT_LENGTH) {
      return EnvelopeFault.CONTENT_TOO_LARGE;
    }
    if (ack) {
      return length == 0 ? null : EnvelopeFault.ACK_WITH_CONTENT;
    }
    return length == 0 ? EnvelopeFault.CONTENT_EMPTY : null;
  }

  private static @Nullable EnvelopeFault ackFault(Envelope ack) {
    if (ack.inReplyTo().isZero()) {
      return EnvelopeFault.ACK_WITHOUT_MESSAGE;
    }
    return ack.contentHash().equals(NOTHING) ? null : EnvelopeFault.ACK_CONTENT_HASH;
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
