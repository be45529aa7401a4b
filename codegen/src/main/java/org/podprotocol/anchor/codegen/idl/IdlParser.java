package org.podprotocol.anchor.codegen.idl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads an IDL of either form from JSON. */
public final class IdlParser {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private IdlParser() {}

  /**
   * Reads a file.
   *
   * @throws IdlException if it is not an IDL, naming the place
   * @throws UncheckedIOException if it can't be read
   */
  public static Idl parse(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads JSON text in UTF-8.
   *
   * @throws IdlException if it is not an IDL, naming the place
   */
  public static Idl parse(byte[] json) {
    return parse(json, Amendments.NONE);
  }

  /**
   * Reads JSON text in UTF-8 that refers to types it does not define.
   *
   * @param definitions Rust types by the names that the IDL leaves undefined: {@code Ticks} to
   *     {@code u64}
   * @throws IdlException if it is not an IDL, naming the place
   * @throws IllegalArgumentException if a definition is no type, or of a type that the IDL defines
   */
  public static Idl parse(byte[] json, Map<String, String> definitions) {
    return parse(json, Amendments.definitions(definitions));
  }

  /**
   * Reads JSON text in UTF-8 and amends it.
   *
   * @throws IdlException if it is not an IDL, naming the place
   * @throws IllegalArgumentException if an amendment does not fit the IDL
   */
  public static Idl parse(byte[] json, Amendments amendments) {
    JsonNode tree = tree(json);
    Idl idl =
        amendments.apply(
            read(
                amendments.patch().isPresent()
                    ? JsonPatch.apply(JSON, amendments.patch().get(), tree)
                    : tree));
    IdlValidator.validate(idl);
    return idl;
  }

  private static Idl read(JsonNode tree) {
    JsonPlace root = JsonPlace.root(tree).asObject();
    if (root.member("kind").isText() && root.member("kind").text().equals("rootNode")) {
      throw root.error(
          "is a Codama IDL, which has another form: use the Anchor IDL that it was made from");
    }
    JsonPlace metadata = root.member("metadata");
    if (metadata.isObject() && metadata.has("spec")) {
      String spec = metadata.member("spec").text();
      if (!spec.equals(SpecParser.SPEC)) {
        throw metadata.member("spec").error("is " + spec + "; only 0.1.0 is known");
      }
      return new SpecParser().parse(JsonPlace.root(root.raw()));
    }
    return new LegacyParser().parse(JsonPlace.root(root.raw()));
  }

  private static JsonNode tree(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(text(json));
      if (tree == null || tree.isMissingNode()) {
        throw new IdlException("$", "is empty");
      }
      return tree;
    } catch (JsonProcessingException e) {
      String at =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw new IdlException("$", "is not JSON: " + e.getOriginalMessage() + at);
    }
  }

  /** Decoded here, since from bytes Jackson would also read UTF-16 and UTF-32. */
  private static String text(byte[] json) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IdlException("$", "is not JSON in UTF-8");
    }
  }
}
