package org.podprotocol.client.relay;

import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;

/** Messages as a relay would deliver them, right or wrong. */
public final class StoredMessages {
  private StoredMessages() {}

  public static StoredMessage of(Envelope envelope, byte[] content, Domain domain) {
    return of(envelope, content, envelope.id(domain));
  }

  public static StoredMessage of(Envelope envelope, byte[] content, Hash id) {
    byte[] json =
        RequestBody.object(
            out -> {
              out.writeNumberField("seq", 1);
              out.writeStringField("id", id.toString());
              out.writeNumberField("index", 5);
              out.writeNumberField("acceptedAtMs", 1);
              RequestBody.message(new OutgoingMessage(envelope, content)).writeTo(out);
            });
    return StoredMessage.of(Answer.parse(json));
  }
}
