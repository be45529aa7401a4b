package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.podprotocol.protocol.json.EnvelopeJson;
import org.podprotocol.protocol.json.ReceiptJson;
import org.podprotocol.relay.admission.Admitted;
import org.podprotocol.relay.content.UploadState;
import org.podprotocol.relay.journal.LeafLog;
import org.podprotocol.relay.journal.StoredMessage;

/** Messages and what became of them, as JSON. */
final class MessageJson {
  private MessageJson() {}

  static String state(LeafLog journal, long index) {
    if (index < journal.finalizedSize()) {
      return "finalized";
    }
    return index < journal.anchoredSize() ? "anchored" : "accepted";
  }

  /** Members of the answer to a message that is stored. */
  static void writeStored(
      Admitted.Stored stored, UploadState content, LeafLog journal, JsonGenerator out)
      throws IOException {
    out.writeStringField("id", stored.message().id().toString());
    out.writeNumberField("index", stored.message().index());
    out.writeStringField("state", state(journal, stored.message().index()));
    out.writeBooleanField("duplicate", stored.duplicate());
    writePlace(content, out);
    out.writeFieldName("receipt");
    ReceiptJson.write(stored.receipt(), out);
  }

  /** Where content is besides the relay's own store. */
  static void writePlace(UploadState content, JsonGenerator out) throws IOException {
    out.writeStringField("place", content.place().name().toLowerCase(Locale.ROOT));
    if (content.lastError() != null) {
      out.writeStringField("lastError", content.lastError());
    }
  }

  static void writeResult(
      Admitted admitted, UploadState content, LeafLog journal, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    switch (admitted) {
      case Admitted.Stored stored -> writeStored(stored, content, journal, out);
      case Admitted.Refused refused -> {
        out.writeFieldName("error");
        Problem.of(refused).write(out);
      }
    }
    out.writeEndObject();
  }

  /** Members of a message, as it is read. */
  static void writeMessage(StoredMessage message, JsonGenerator out) throws IOException {
    out.writeNumberField("seq", message.seq());
    out.writeStringField("id", message.id().toString());
    out.writeNumberField("index", message.index());
    out.writeNumberField("acceptedAtMs", message.acceptedAtMs());
    out.writeFieldName("envelope");
    EnvelopeJson.write(message.envelope(), out);
    out.writeFieldName("content");
    out.writeBinary(message.content());
  }
}
