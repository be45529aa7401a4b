package org.podprotocol.client.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.json.EnvelopeJson;

/** JSON that a client sends. */
final class RequestBody {
  private static final JsonFactory FACTORY = new JsonFactory();

  private RequestBody() {}

  @FunctionalInterface
  interface Members {
    void writeTo(JsonGenerator out) throws IOException;
  }

  static byte[] object(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      members.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static String frame(String type, Members members) {
    byte[] bytes =
        object(
            out -> {
              out.writeStringField("type", type);
              members.writeTo(out);
            });
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Members message(OutgoingMessage message) {
    return out -> {
      out.writeFieldName("envelope");
      EnvelopeJson.write(message.envelope(), out);
      byte[] content = message.rawContent();
      if (content.length > 0) {
        out.writeBinaryField("content", content);
      }
    };
  }

  static Members messages(List<OutgoingMessage> messages) {
    return out -> {
      out.writeArrayFieldStart("messages");
      for (OutgoingMessage message : messages) {
        out.writeStartObject();
        message(message).writeTo(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    };
  }

  static Members agent(Address agent) {
    return out -> out.writeStringField("agent", agent.toString());
  }

  static Members login(Login login, Signature signature) {
    return out -> {
      out.writeStringField("agent", login.agent().toString());
      out.writeStringField("signer", login.signer().toString());
      out.writeStringField("challenge", login.challenge().toString());
      out.writeNumberField("expiresAtMs", login.expiresAtMs());
      out.writeStringField("origin", login.origin());
      out.writeStringField("signature", signature.toString());
    };
  }
}
