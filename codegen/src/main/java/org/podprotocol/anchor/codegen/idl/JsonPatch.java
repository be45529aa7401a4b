package org.podprotocol.anchor.codegen.idl;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes a JSON document as a JSON Patch says (RFC 6902). */
final class JsonPatch {
  private JsonNode document;
  private String place = "";

  private JsonPatch(JsonNode document) {
    this.document = document;
  }

  /**
   * The document with the patch applied.
   *
   * @throws IllegalArgumentException if the patch is none, or an operation does not apply
   */
  static JsonNode apply(ObjectMapper json, String patch, JsonNode document) {
    JsonNode operations;
    try {
      operations = json.readTree(patch);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the patch is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!operations.isArray()) {
      throw new IllegalArgumentException("the patch is no array of operations (RFC 6902)");
    }
    JsonPatch applied = new JsonPatch(document.deepCopy());
    for (int i = 0; i < operations.size(); i++) {
      applied.place = "operation " + i + " of the patch ";
      applied.run(operations.get(i));
    }
    return applied.document;
  }

  private void run(JsonNode operation) {
    String kind = text(operation, "op");
    JsonPointer path = pointer(operation, "path");
    switch (kind) {
      case "add" -> add(path, value(operation));
      case "remove" -> remove(path);
      case "replace" -> {
        JsonNode value = value(operation);
        at(path);
        if (path.matches()) {
          document = value;
        } else {
          put(path, value);
        }
      }
      case "move" -> {
        JsonPointer from = pointer(operation, "from");
        JsonNode moved = at(from);
        remove(from);
        add(path, moved);
      }
      case "copy" -> add(path, at(pointer(operation, "from")).deepCopy());
      case "test" -> {
        if (!at(path).equals(value(operation))) {
          throw error("finds another value at " + path + ": " + at(path));
        }
      }
      default -> throw error("is not add, remove, replace, move, copy or test: " + kind);
    }
  }

  private IllegalArgumentException error(String problem) {
    return new IllegalArgumentException(place + problem);
  }

  private String text(JsonNode operation, String name) {
    JsonNode member = operation.get(name);
    if (member == null || !member.isTextual()) {
      throw error("has no string \"" + name + "\"");
    }
    return member.textValue();
  }

  private JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw error("has no \"value\"");
    }
    return value.deepCopy();
  }

  private JsonPointer pointer(JsonNode operation, String name) {
    String text = text(operation, name);
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      throw error("has no JSON Pointer in \"" + name + "\": " + text);
    }
  }

  private JsonNode at(JsonPointer pointer) {
    JsonNode found = document.at(pointer);
    if (found.isMissingNode()) {
      throw error("finds nothing at " + pointer);
    }
    return found;
  }

  private void add(JsonPointer pointer, JsonNode value) {
    if (pointer.matches()) {
      document = value;
      return;
    }
    if (at(pointer.head()) instanceof ArrayNode array) {
      String key = pointer.last().getMatchingProperty();
      int index = key.equals("-") ? array.size() : pointer.last().getMatchingIndex();
      if (index < 0 || index > array.size()) {
        throw error("has no index of the array at " + pointer);
      }
      array.insert(index, value);
    } else {
      put(pointer, value);
    }
  }

  private void put(JsonPointer pointer, JsonNode value) {
    String key = pointer.last().getMatchingProperty();
    JsonNode parent = at(pointer.head());
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else if (parent instanceof ArrayNode array) {
      array.set(pointer.last().getMatchingIndex(), value);
    } else {
      throw error("asks for a member of what is neither object nor array: " + pointer);
    }
  }

  private void remove(JsonPointer pointer) {
    at(pointer);
    if (pointer.matches()) {
      throw error("would remove the whole IDL");
    }
    if (at(pointer.head()) instanceof ObjectNode object) {
      object.remove(pointer.last().getMatchingProperty());
    } else if (at(pointer.head()) instanceof ArrayNode array) {
      array.remove(pointer.last().getMatchingIndex());
    }
  }
}
