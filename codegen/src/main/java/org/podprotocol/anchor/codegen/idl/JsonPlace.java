package org.podprotocol.anchor.codegen.idl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value and where it stands. An object's members are asked for by name, and {@link #done}
 * refuses those nobody asked for.
 */
final class JsonPlace {
  private static final int MAX_QUOTED = 80;

  private final @Nullable JsonNode node;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  private JsonPlace(@Nullable JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static JsonPlace root(JsonNode node) {
    return new JsonPlace(node, "$");
  }

  String path() {
    return path;
  }

  IdlException error(String problem) {
    return new IdlException(path, problem);
  }

  private JsonNode present() {
    if (node == null) {
      throw error("is missing");
    }
    return node;
  }

  boolean exists() {
    return node != null && !node.isNull();
  }

  boolean isObject() {
    return node != null && node.isObject();
  }

  boolean isArray() {
    return node != null && node.isArray();
  }

  boolean isText() {
    return node != null && node.isTextual();
  }

  boolean isNumber() {
    return node != null && node.isNumber();
  }

  private IdlException not(String what) {
    String quoted = present().toString();
    return error(
        "must be "
            + what
            + ", not "
            + (quoted.length() > MAX_QUOTED ? quoted.substring(0, MAX_QUOTED) + "..." : quoted));
  }

  JsonPlace asObject() {
    if (!present().isObject()) {
      throw not("an object");
    }
    return this;
  }

  /** A member, which may not exist; a null counts as not existing. */
  JsonPlace member(String name) {
    asked.add(name);
    JsonNode member = asObject().present().get(name);
    String memberPath =
        name.matches("[A-Za-z_][A-Za-z0-9_]*") ? path + "." + name : path + "['" + name + "']";
    return new JsonPlace(member != null && member.isNull() ? null : member, memberPath);
  }

  boolean has(String name) {
    return isObject() && present().hasNonNull(name);
  }

  /** The name of an object's only member. */
  String onlyMember() {
    if (asObject().present().size() != 1) {
      throw not("an object with one member");
    }
    return present().fieldNames().next();
  }

  /** Refuses members that nobody asked for. */
  void done() {
    Iterator<String> names = present().fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!asked.contains(name)) {
        throw new IdlException(member(name).path, "is not a field that is known here");
      }
    }
  }

  /** Elements of an array; none if it does not exist. */
  <T> List<T> optionalList(Function<JsonPlace, T> element) {
    return exists() ? list(element) : List.of();
  }

  <T> List<T> list(Function<JsonPlace, T> element) {
    List<T> values = new ArrayList<>();
    for (JsonPlace place : elements()) {
      values.add(element.apply(place));
    }
    return List.copyOf(values);
  }

  List<JsonPlace> elements() {
    if (!present().isArray()) {
      throw not("an array");
    }
    List<JsonPlace> places = new ArrayList<>();
    for (int i = 0; i < present().size(); i++) {
      places.add(new JsonPlace(present().get(i), path + "[" + i + "]"));
    }
    return places;
  }

  <T> Optional<T> optional(Function<JsonPlace, T> value) {
    return exists() ? Optional.of(value.apply(this)) : Optional.empty();
  }

  String text() {
    if (!present().isTextual()) {
      throw not("a string");
    }
    return present().textValue();
  }

  String nonEmptyText() {
    String text = text();
    if (text.isEmpty()) {
      throw error("is empty");
    }
    return text;
  }

  boolean flag() {
    if (!exists()) {
      return false;
    }
    if (!present().isBoolean()) {
      throw not("true or false");
    }
    return present().booleanValue();
  }

  long number(long min, long max) {
    JsonNode value = present();
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw not("a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  byte[] bytes() {
    List<JsonPlace> places = elements();
    byte[] bytes = new byte[places.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) places.get(i).number(0, 255);
    }
    return bytes;
  }

  JsonNode raw() {
    return present();
  }
}
