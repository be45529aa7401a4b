package org.podprotocol.relay.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.json.EnvelopeJson;

/** Agents with keys made from their names, and messages between them. */
public final class Messages {
  public static final Domain DOMAIN = new Domain(address("genesis"), address("program"));
  public static final Address RELAY = address("relay");

  private static final JsonFactory JSON = new JsonFactory();

  private final AtomicLong nonce = new AtomicLong();

  public static Address address(String name) {
    return Address.of(Sha256.of(name.getBytes(StandardCharsets.UTF_8)).toBytes());
  }

  public static SigningKey key(String name) {
    return SigningKey.ofSeed(
        Sha256.of(("key of " + name).getBytes(StandardCharsets.UTF_8)).toBytes());
  }

  public Envelope envelope(String from, String to, byte[] content, long timestampMs) {
    return envelope(from, to, content, timestampMs, nonce.incrementAndGet());
  }

  public static Envelope envelope(
      String from, String to, byte[] content, long timestampMs, long nonce) {
    return new EnvelopeDraft()
        .sender(address(from))
        .recipient(address(to))
        .nonce(nonce)
        .timestampMs(timestampMs)
        .content(content)
        .sign(DOMAIN, key(from));
  }

  public Candidate candidate(String from, String to, String text, long timestampMs) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return candidate(envelope(from, to, content, timestampMs), content);
  }

  /** The acknowledgement of a message. */
  public Candidate acknowledgement(String from, String to, Hash message, long timestampMs) {
    Envelope ack =
        new EnvelopeDraft()
            .messageType(MessageType.ACK)
            .sender(address(from))
            .recipient(address(to))
            .nonce(nonce.incrementAndGet())
            .timestampMs(timestampMs)
            .inReplyTo(message)
            .content(new byte[0])
            .sign(DOMAIN, key(from));
    return candidate(ack, new byte[0]);
  }

  public static Candidate candidate(Envelope envelope, byte[] content) {
    return new Candidate(envelope.id(DOMAIN), envelope, content, Audience.PARTIES);
  }

  /** A message as the JSON API takes it. */
  public static String body(Envelope envelope, byte[] content) throws IOException {
    var text = new StringWriter();
    try (var out = JSON.createGenerator(text)) {
      out.writeStartObject();
      write(envelope, content, out);
      out.writeEndObject();
    }
    return text.toString();
  }

  /** The members of that. */
  public static void write(Envelope envelope, byte[] content, JsonGenerator out)
      throws IOException {
    out.writeFieldName("envelope");
    EnvelopeJson.write(envelope, out);
    out.writeStringField("content", Base64.getEncoder().encodeToString(content));
  }
}
