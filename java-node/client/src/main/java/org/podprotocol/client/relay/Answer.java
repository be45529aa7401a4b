package org.podprotocol.client.relay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.json.EnvelopeJson;
import org.podprotocol.protocol.json.ReceiptJson;

/**
 * A JSON object from a relay; members that are asked for must be there and of their type, others
 * don't matter.
 */
final class Answer {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonNode json;

  private Answer(JsonNode json) {
    this.json = json;
  }

  static Answer of(JsonNode json) {
    if (!json.isObject()) {
      throw new AnswerException("the relay's answer is no JSON object");
    }
    return new Answer(json);
  }

  static Answer parse(byte[] body) {
    try {
      return of(MAPPER.readTree(body));
    } catch (IOException e) {
      throw new AnswerException("the relay's answer is no JSON", e);
    }
  }

  static Answer parse(String text) {
    try {
      return of(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new AnswerException("the relay's frame is no JSON", e);
    }
  }

  JsonNode json() {
    return json;
  }

  boolean has(String member) {
    return json.hasNonNull(member);
  }

  String text(String member) {
    JsonNode value = json.path(member);
    if (!value.isTextual()) {
      throw wrong(member, "a string");
    }
    return value.textValue();
  }

  /** From 0 to 2^53 - 1. */
  long integer(String member) {
    JsonNode value = json.path(member);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() >= 1L << 53) {
      throw wrong(member, "an integer");
    }
    return value.longValue();
  }

  boolean bool(String member) {
    JsonNode value = json.path(member);
    if (!value.isBoolean()) {
      throw wrong(member, "a boolean");
    }
    return value.booleanValue();
  }

  Answer object(String member) {
    JsonNode value = json.path(member);
    if (!value.isObject()) {
      throw wrong(member, "an object");
    }
    return new Answer(value);
  }

  List<JsonNode> array(String member) {
    JsonNode value = json.path(member);
    if (!value.isArray()) {
      throw wrong(member, "an array");
    }
    List<JsonNode> items = new ArrayList<>(value.size());
    value.forEach(items::add);
    return items;
  }

  Address address(String member) {
    try {
      return Address.parse(text(member));
    } catch (ProtocolException e) {
      throw wrong(member, e);
    }
  }

  Hash hash(String member) {
    return hash(member, text(member));
  }

  List<Hash> hashes(String member) {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode item : array(member)) {
      hashes.add(hash(member, item.asText()));
    }
    return hashes;
  }

  private static Hash hash(String member, String text) {
    try {
      return Hash.parse(text);
    } catch (ProtocolException e) {
      throw wrong(member, e);
    }
  }

  byte[] base64(String member) {
    try {
      return Base64.getDecoder().decode(text(member));
    } catch (IllegalArgumentException e) {
      throw wrong(member, e);
    }
  }

  Envelope envelope(String member) {
    try (JsonParser in = json.path(member).traverse()) {
      return EnvelopeJson.read(in);
    } catch (ProtocolException | IOException e) {
      throw wrong(member, e);
    }
  }

  Receipt receipt(String member) {
    try (JsonParser in = json.path(member).traverse()) {
      return ReceiptJson.read(in);
    } catch (ProtocolException | IOException e) {
      throw wrong(member, e);
    }
  }

  private static AnswerException wrong(String member, String expected) {
    return new AnswerException("the relay's answer: \"" + member + "\" is not " + expected);
  }

  private static AnswerException wrong(String member, Exception cause) {
    return new AnswerException(
        "the relay's answer: \"" + member + "\": " + cause.getMessage(), cause);
  }
}
