package org.podprotocol.anchor.codegen.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/fuzz-log.md} says how to let them run for longer, and what longer runs found. */
class FuzzTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final List<GeneratedReader> READERS = GeneratedReader.ofAllFixtures();
  private static final String LOG =
      """
      Program 45KkFSpEMXQ49hBXkNHooLba8MB33b6NzdHo5WSHNsj8 invoke [1]
      Program data: CQkJCQkJCQk=
      Program 45KkFSpEMXQ49hBXkNHooLba8MB33b6NzdHo5WSHNsj8 success
      """;

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> idls() throws IOException {
    List<byte[]> idls = new ArrayList<>();
    for (String folder : List.of("idl", "fuzz/idl")) {
      try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
        files.sorted().map(FuzzTest::read).forEach(idls::add);
      }
    }
    return idls;
  }

  @Test
  void anyBytesAreAnIdlOrAreRefusedWithAPlace() throws Exception {
    new Fuzzer(ParserTarget.class)
        .startingFrom(idls())
        .mostBytes(8192)
        .words(
            "\"option\":",
            "\"coption\":",
            "\"vec\":",
            "\"array\":",
            "\"defined\":",
            "\"generic\":",
            "\"generics\":",
            "\"kind\":",
            "\"struct\"",
            "\"enum\"",
            "\"type\"",
            "\"const\"",
            "\"alias\":",
            "\"value\":",
            "\"fields\":",
            "\"variants\":",
            "\"name\":",
            "\"types\":",
            "\"accounts\":",
            "\"events\":",
            "\"errors\":",
            "\"constants\":",
            "\"instructions\":",
            "\"args\":",
            "\"pda\":",
            "\"seeds\":",
            "\"path\":",
            "\"program\":",
            "\"relations\":",
            "\"address\":",
            "\"serialization\":",
            "\"repr\":",
            "\"packed\":true",
            "\"align\":",
            "\"discriminator\":",
            "\"returns\":",
            "\"docs\":",
            "\"optional\":true",
            "\"signer\":true",
            "\"writable\":true",
            "\"isMut\":true",
            "\"isSigner\":true",
            "\"u8\"",
            "\"u64\"",
            "\"u128\"",
            "\"pubkey\"",
            "\"publicKey\"",
            "\"string\"",
            "\"bytes\"",
            "\"bool\"",
            "\"f64\"",
            "*/",
            "\\u005c",
            "class",
            "a::b::C",
            "\u00e9")
        .run(20_000);
  }

  /** Values with the readers that they are for. */
  private static void addVectors(
      List<byte[]> inputs, Path file, String list, String type, String bytes) throws IOException {
    for (JsonNode vector : new ObjectMapper().readTree(file.toFile()).get(list)) {
      String name = vector.get(type).asText();
      for (int i = 0; i < READERS.size(); i++) {
        String reader = READERS.get(i).type().getSimpleName();
        if (reader.equals(name) || reader.equals(name + "View")) {
          byte[] value = HexFormat.of().parseHex(vector.get(bytes).asText());
          inputs.add(GeneratedReader.input(i, value));
        }
      }
    }
  }

  @Test
  void anyBytesAreReadByGeneratedCodeOrRefusedAsDeclared() throws Exception {
    List<byte[]> inputs = new ArrayList<>();
    addVectors(inputs, RESOURCES.resolve("vectors/encodings.json"), "vectors", "type", "bytes");
    Path ours = Path.of("../vectors");
    addVectors(inputs, ours.resolve("accounts.json"), "accounts", "type", "bytes");
    addVectors(inputs, ours.resolve("events.json"), "events", "type", "bytes");
    addVectors(inputs, ours.resolve("instructions.json"), "instructions", "instruction", "data");
    for (int i = 0; i < READERS.size(); i++) {
      if (READERS.get(i) instanceof GeneratedReader.FromLogs) {
        inputs.add(GeneratedReader.input(i, LOG.getBytes(StandardCharsets.UTF_8)));
      }
    }
    new Fuzzer(ReadersTarget.class)
        .startingFrom(inputs)
        .words("Program ", " invoke [1]", "Program data: ", " success", "Log truncated")
        .run(20_000);
  }
}
