package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.json.EnvelopeJson;
import org.podprotocol.relay.admission.Submission;

/** Reads the bodies that bring messages. */
final class MessageBody {
  static final int MOST_JSON = 100;
  static final int MOST_BINARY = 1024;
  private static final byte[] NO_CONTENT = {};

  private MessageBody() {}

  /**
   * @param many whether it was the form for many messages, and is to be answered so
   */
  record Parsed(boolean many, List<Submission> messages) {}

  static Parsed json(byte[] body) {
    try (JsonParser in = Json.parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new ProblemException(ProblemType.MALFORMED, "The body is not a JSON object.");
      }
      Parsed parsed = top(in);
      if (in.nextToken() != null) {
        throw new ProblemException(ProblemType.MALFORMED, "Something follows the JSON object.");
      }
      return parsed;
    } catch (ProtocolException e) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The envelope can't be read: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private static Parsed top(JsonParser in) throws IOException, ProtocolException {
    if (in.nextToken() == JsonToken.FIELD_NAME && in.currentName().equals("messages")) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The member \"messages\" is not an array.");
      }
      var messages = new ArrayList<Submission>();
      while (in.nextToken() == JsonToken.START_OBJECT) {
        if (messages.size() == MOST_JSON) {
          throw new ProblemException(
              ProblemType.MALFORMED, "There are more than " + MOST_JSON + " messages.");
        }
        in.nextToken();
        messages.add(message(in));
      }
      if (in.currentToken() != JsonToken.END_ARRAY || in.nextToken() != JsonToken.END_OBJECT) {
        throw new ProblemException(
            ProblemType.MALFORMED, "\"messages\" is not an array of objects, alone in its object.");
      }
      if (messages.isEmpty()) {
        throw new ProblemException(ProblemType.MALFORMED, "There are no messages.");
      }
      return new Parsed(true, messages);
    }
    return new Parsed(false, List.of(message(in)));
  }

  /**
   * Reads the members envelope and content; the parser stands on the first name, or on the object's
   * end.
   */
  private static Submission message(JsonParser in) throws IOException, ProtocolException {
    @Nullable Envelope envelope = null;
    byte @Nullable [] content = null;
    for (; in.currentToken() == JsonToken.FIELD_NAME; in.nextToken()) {
      String name = in.currentName();
      in.nextToken();
      if (name.equals("envelope") && envelope == null) {
        envelope = EnvelopeJson.read(in);
      } else if (name.equals("content") && content == null) {
        content = base64(in);
      } else {
        throw new ProblemException(
            ProblemType.MALFORMED,
            "The member \"" + Json.shown(name) + "\" is not known, or appears twice.");
      }
    }
    if (envelope == null) {
      throw new ProblemException(ProblemType.MALFORMED, "The member \"envelope\" is missing.");
    }
    return new Submission(envelope, content == null ? NO_CONTENT : content);
  }

  static byte[] base64(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw new ProblemException(ProblemType.MALFORMED, "The content is not a base64 string.");
    }
    try {
      return in.getBinaryValue();
    } catch (com.fasterxml.jackson.core.JsonParseException e) {
      throw new ProblemException(ProblemType.MALFORMED, "The content is not base64 with padding.");
    }
  }

  /** Messages one after another: envelope, then as much content as it says. */
  static List<Submission> binary(byte[] body, int offset) {
    var messages = new ArrayList<Submission>();
    int at = offset;
    while (at < body.length) {
      if (messages.size() == MOST_BINARY) {
        throw new ProblemException(
            ProblemType.MALFORMED, "There are more than " + MOST_BINARY + " messages.");
      }
      if (body.length - at < Envelope.LENGTH) {
        throw cutShort(messages.size());
      }
      Envelope envelope = Envelope.of(body, at);
      at += Envelope.LENGTH;
      if (envelope.contentLength() > body.length - at) {
        throw cutShort(messages.size());
      }
      int length = (int) envelope.contentLength();
      messages.add(new Submission(envelope, java.util.Arrays.copyOfRange(body, at, at + length)));
      at += length;
    }
    if (messages.isEmpty()) {
      throw new ProblemException(ProblemType.MALFORMED, "There are no messages.");
    }
    return messages;
  }

  private static ProblemException cutShort(int message) {
    return new ProblemException(ProblemType.MALFORMED, "Message " + message + " is cut short.");
  }
}
