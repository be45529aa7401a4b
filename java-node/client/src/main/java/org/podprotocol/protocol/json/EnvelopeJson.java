package org.podprotocol.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.Signature;

/** The JSON form of an envelope ({@code docs/protocol.md} section 2). */
public final class EnvelopeJson {
  private static final List<String> NAMES =
      List.of(
          "version",
          "messageType",
          "flags",
          "codec",
          "contentLength",
          "nonce",
          "timestampMs",
          "expiresAtMs",
          "sender",
          "signer",
          "recipient",
          "inReplyTo",
          "contentHash",
          "signature");
  private static final List<String> OPTIONAL = List.of("inReplyTo");

  private EnvelopeJson() {}

  /**
   * Reads an object; unknown, missing and repeated members are refused. The values need not be
   * acceptable: {@link Envelope#fault()} says that.
   *
   * @param in before the object or on its first token; left on its last
   * @throws ProtocolException if it is JSON, but no envelope
   * @throws IOException if it is no JSON
   */
  public static Envelope read(JsonParser in) throws IOException, ProtocolException {
    Fields fields = new Fields(in, NAMES);
    EnvelopeDraft draft = new EnvelopeDraft();
    long contentLength = 0;
    Hash contentHash = Hash.ZERO;
    Signature signature = null;
    while (fields.next()) {
      switch (fields.name()) {
        case "version" -> draft.version((int) fields.integer(0, 255));
        case "messageType" -> draft.messageType((int) fields.integer(0, 255));
        case "flags" -> draft.flags((int) fields.integer(0, 255));
        case "codec" -> draft.codec((int) fields.integer(0, 255));
        case "contentLength" -> contentLength = fields.integer(0, 0xFFFFFFFFL);
        case "nonce" -> draft.nonce(fields.unsigned64());
        case "timestampMs" -> draft.timestampMs(fields.integer(-Fields.MAX_SAFE, Fields.MAX_SAFE));
        case "expiresAtMs" -> draft.expiresAtMs(fields.integer(-Fields.MAX_SAFE, Fields.MAX_SAFE));
        case "sender" -> draft.sender(fields.address());
        case "signer" -> draft.signer(fields.address());
        case "recipient" -> draft.recipient(fields.address());
        case "inReplyTo" -> draft.inReplyTo(fields.isNull() ? Hash.ZERO : fields.hash());
        case "contentHash" -> contentHash = fields.hash();
        case "signature" -> signature = fields.signature();
        default -> throw new IllegalStateException(fields.name());
      }
    }
    fields.checkComplete(OPTIONAL);
    if (signature == null) {
      throw new IllegalStateException("checked above");
    }
    return draft.content(contentLength, contentHash).withSignature(signature);
  }

  /** Writes an object; {@code inReplyTo} is null for zeros. */
  public static void write(Envelope envelope, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("version", envelope.version());
    out.writeNumberField("messageType", envelope.messageType());
    out.writeNumberField("flags", envelope.flags());
    out.writeNumberField("codec", envelope.codec());
    out.writeNumberField("contentLength", envelope.contentLength());
    out.writeStringField("nonce", Long.toUnsignedString(envelope.nonce()));
    out.writeNumberField("timestampMs", envelope.timestampMs());
    out.writeNumberField("expiresAtMs", envelope.expiresAtMs());
    out.writeStringField("sender", envelope.sender().toString());
    out.writeStringField("signer", envelope.signer().toString());
    out.writeStringField("recipient", envelope.recipient().toString());
    Hash inReplyTo = envelope.inReplyTo();
    if (inReplyTo.isZero()) {
      out.writeNullField("inReplyTo");
    } else {
      out.writeStringField("inReplyTo", inReplyTo.toString());
    }
    out.writeStringField("contentHash", envelope.contentHash().toString());
    out.writeStringField("signature", envelope.signature().toString());
    out.writeEndObject();
  }
}
