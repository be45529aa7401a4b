package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.json.EnvelopeJson;

/**
 * A text frame of a client.
 *
 * @param ref what the answer is to carry; null: nothing
 * @param members strings and whole numbers, as text
 */
record StreamCommand(
    String type,
    @Nullable String ref,
    Map<String, String> members,
    @Nullable Envelope envelope,
    byte @Nullable [] content) {

  private static final int MOST_REF = 64;
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "hello", Set.of("agent"),
          "login", LoginService.MEMBERS,
          "token", Set.of("token"),
          "subscribe", Set.of("inbox", "from"),
          "unsubscribe", Set.of("inbox"),
          "ack", Set.of("inbox", "seq"),
          "send", Set.of("envelope", "content"),
          "watch", Set.of());

  static StreamCommand read(byte[] frame) {
    try (JsonParser in = Json.parser(frame)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new ProblemException(ProblemType.MALFORMED, "A frame is one JSON object.");
      }
      StreamCommand command = members(in);
      if (in.nextToken() != null) {
        throw new ProblemException(ProblemType.MALFORMED, "Something follows the JSON object.");
      }
      command.check();
      return command;
    } catch (ProtocolException e) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The envelope can't be read: " + e.getMessage() + ".");
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private static StreamCommand members(JsonParser in) throws IOException, ProtocolException {
    var members = new HashMap<String, String>();
    @Nullable Envelope envelope = null;
    byte @Nullable [] content = null;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("envelope") && envelope == null) {
        envelope = EnvelopeJson.read(in);
      } else if (name.equals("content") && content == null) {
        content = MessageBody.base64(in);
      } else if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
        throw new ProblemException(
            ProblemType.MALFORMED,
            "The member \"" + Json.shown(name) + "\" is neither a string nor a whole number.");
      } else if (members.put(name, in.getText()) != null) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The member \"" + Json.shown(name) + "\" appears twice.");
      }
    }
    String ref = members.remove("ref");
    if (ref != null && ref.length() > MOST_REF) {
      throw new ProblemException(
          ProblemType.MALFORMED, "A ref has at most " + MOST_REF + " characters.");
    }
    String type = members.remove("type");
    return new StreamCommand(type == null ? "" : type, ref, members, envelope, content);
  }

  private void check() {
    Set<String> known = MEMBERS.get(type);
    if (known == null) {
      throw new ProblemException(
          ProblemType.MALFORMED,
          "The type \"" + Json.shown(type) + "\" is not one of " + MEMBERS.keySet() + ".");
    }
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new ProblemException(
            ProblemType.MALFORMED,
            "The member \"" + Json.shown(name) + "\" does not belong to " + type + ".");
      }
    }
    if ((envelope != null || content != null) && !type.equals("send")) {
      throw new ProblemException(ProblemType.MALFORMED, "Only send has an envelope and content.");
    }
    if (type.equals("send") && envelope == null) {
      throw new ProblemException(ProblemType.MALFORMED, "The member \"envelope\" is missing.");
    }
  }

  long number(String name, long fallback, long least) {
    String text = members.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new ProblemException(
        ProblemType.MALFORMED,
        "The member \"" + name + "\" is not a whole number from " + least + " up.");
  }
}
