package org.podprotocol.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;

/** The vectors that the Rust crate writes, in the repository's {@code vectors} folder. */
public final class Vectors {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Vectors() {}

  public static JsonNode read(String file) throws IOException {
    return MAPPER.readTree(Path.of("..", "..", "vectors", file).toFile());
  }

  /** The cases; an empty list would prove nothing and fails. */
  public static List<JsonNode> cases(JsonNode array) {
    List<JsonNode> cases = new ArrayList<>();
    array.forEach(cases::add);
    if (cases.isEmpty()) {
      throw new AssertionError("no cases");
    }
    return cases;
  }

  public static byte[] hex(JsonNode object, String member) {
    return HexFormat.of().parseHex(text(object, member));
  }

  public static String text(JsonNode object, String member) {
    JsonNode value = object.required(member);
    if (!value.isTextual()) {
      throw new AssertionError(member + " is no text");
    }
    return value.textValue();
  }

  public static Hash hash(JsonNode object, String member) throws ProtocolException {
    return Hash.parse(text(object, member));
  }

  public static List<Hash> hashes(JsonNode array) throws ProtocolException {
    List<Hash> hashes = new ArrayList<>();
    for (JsonNode hash : array) {
      hashes.add(Hash.parse(hash.textValue()));
    }
    return hashes;
  }

  public static Address address(JsonNode object, String member) throws ProtocolException {
    return Address.parse(text(object, member));
  }

  public static Domain domain(JsonNode file) throws ProtocolException {
    JsonNode domain = file.required("domain");
    return new Domain(address(domain, "genesisHash"), address(domain, "programId"));
  }
}
