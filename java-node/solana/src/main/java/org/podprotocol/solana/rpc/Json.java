package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;

/** Strict reading of JSON trees: what is missing or of the wrong kind is a malformed response. */
final class Json {

  private Json() {}

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.get(name);
    if (member == null) {
      throw new MalformedResponseException("the answer has no member \"" + name + "\"");
    }
    return member;
  }

  static @Nullable JsonNode optional(JsonNode node, String name) {
    JsonNode member = node.get(name);
    return member == null || member.isNull() ? null : member;
  }

  /** An integer of up to 64 bits; a u64 above 2^63 comes out negative. */
  static long integer(JsonNode node) {
    if (!node.isIntegralNumber()) {
      throw new MalformedResponseException("expected an integer, not " + node.getNodeType());
    }
    return node.isBigInteger() ? node.bigIntegerValue().longValue() : node.longValue();
  }

  static long integer(JsonNode node, String name) {
    return integer(member(node, name));
  }

  static @Nullable Long optionalInteger(JsonNode node, String name) {
    JsonNode member = optional(node, name);
    return member == null ? null : (Long) integer(member);
  }

  static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new MalformedResponseException("expected a string, not " + node.getNodeType());
    }
    return node.textValue();
  }

  static String text(JsonNode node, String name) {
    return text(member(node, name));
  }

  static @Nullable String optionalText(JsonNode node, String name) {
    JsonNode member = optional(node, name);
    return member == null ? null : text(member);
  }

  static boolean bool(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.isBoolean()) {
      throw new MalformedResponseException("\"" + name + "\" is not a boolean");
    }
    return member.booleanValue();
  }

  static PublicKey key(JsonNode node) {
    return parsed(text(node), PublicKey::new);
  }

  /** The bytes of RPC's {@code ["...", "base64"]}. */
  static byte[] base64(JsonNode pair) {
    if (!pair.isArray() || pair.size() != 2 || !pair.get(1).asText().equals("base64")) {
      throw new MalformedResponseException("expected data in base64");
    }
    return parsed(text(pair.get(0)), Base64.getDecoder()::decode);
  }

  static <T> T parsed(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new MalformedResponseException("unreadable value \"" + start(text) + "\"", e);
    }
  }

  static <T> List<T> list(JsonNode node, Function<JsonNode, T> item) {
    if (!node.isArray()) {
      throw new MalformedResponseException("expected an array, not " + node.getNodeType());
    }
    List<T> items = new ArrayList<>(node.size());
    node.forEach(element -> items.add(item.apply(element)));
    return items;
  }

  static <T> List<T> optionalList(JsonNode node, String name, Function<JsonNode, T> item) {
    JsonNode member = optional(node, name);
    return member == null ? List.of() : list(member, item);
  }

  private static String start(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }
}
