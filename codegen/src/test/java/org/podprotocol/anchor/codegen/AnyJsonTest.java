package org.podprotocol.anchor.codegen;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/** Whatever the JSON is, it gives sources or a refusal with a place, and never anything else. */
class AnyJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonNode COURIER = courier();
  private static final String[] NAMES = {
    "class", "a::b::C", "*/", "<b>", "", "\u00e9", "String", "_", "1", "agent", "Agent", "u64",
    "\\u002a"
  };

  private static JsonNode courier() {
    try {
      return JSON.readTree(Files.readAllBytes(Path.of("src/test/resources/idl/courier.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean compilesOrIsRefused(byte[] json, boolean compile) {
    try {
      var sources = Generator.generate(IdlParser.parse(json), GeneratorOptions.forPackage("test"));
      assertFalse(sources.isEmpty());
      if (compile) {
        Compiled.compile(sources);
      }
      return true;
    } catch (IdlException e) {
      assertFalse(e.path().isEmpty());
      assertFalse(e.problem().isEmpty());
      return false;
    }
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void anIdlWithAnyChangeIsGeneratedOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    JsonNode idl = COURIER.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      change(idl, random);
    }
    compilesOrIsRefused(JSON.writeValueAsBytes(idl), false);
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void anIdlWithOtherNamesCompilesOrIsRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    JsonNode idl = COURIER.deepCopy();
    for (int i = 0; i < 6; i++) {
      rename(idl, random);
    }
    compilesOrIsRefused(JSON.writeValueAsBytes(idl), true);
  }

  @Property(tries = 2_000)
  void anyBytesAreRefused(@ForAll byte[] bytes) {
    assertFalse(compilesOrIsRefused(bytes, false));
  }

  @Property(tries = 1)
  void theUnchangedIdlCompiles() throws IOException {
    assertTrue(compilesOrIsRefused(JSON.writeValueAsBytes(COURIER), true));
  }

  private static List<JsonNode> containers(JsonNode root) {
    List<JsonNode> found = new ArrayList<>();
    List<JsonNode> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      JsonNode node = open.remove(open.size() - 1);
      if (node.isContainerNode() && node.size() > 0) {
        found.add(node);
        node.forEach(open::add);
      }
    }
    return found;
  }

  private static void change(JsonNode root, Random random) {
    List<JsonNode> containers = containers(root);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode other = containers.get(random.nextInt(containers.size())).deepCopy();
    JsonNode[] values = {
      NODES.nullNode(),
      NODES.numberNode(random.nextLong()),
      NODES.numberNode(random.nextInt(300)),
      NODES.textNode(NAMES[random.nextInt(NAMES.length)]),
      NODES.booleanNode(true),
      other,
      NODES.arrayNode(),
      NODES.objectNode()
    };
    JsonNode value = values[random.nextInt(values.length)];
    if (container instanceof ArrayNode array) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(3)) {
        case 0 -> array.set(at, value);
        case 1 -> array.remove(at);
        default -> array.insert(at, array.get(random.nextInt(array.size())).deepCopy());
      }
      return;
    }
    ObjectNode object = (ObjectNode) container;
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(3) == 0) {
      object.remove(name);
    } else {
      object.set(name, value);
    }
  }

  private static void rename(JsonNode root, Random random) {
    List<JsonNode> named = new ArrayList<>();
    containers(root).stream().filter(n -> n.path("name").isTextual()).forEach(named::add);
    ObjectNode node = (ObjectNode) named.get(random.nextInt(named.size()));
    String before = node.get("name").asText();
    String after = NAMES[random.nextInt(NAMES.length)] + (random.nextBoolean() ? before : "");
    // References follow, so that the IDL stays whole.
    for (JsonNode other : named) {
      if (other.get("name").asText().equals(before)) {
        ((ObjectNode) other).put("name", after);
      }
    }
  }
}
