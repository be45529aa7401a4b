package org.podprotocol.anchor.codegen;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/** Small IDLs for tests. JSON is written with single quotes, which IDLs have no need of. */
public final class Idls {
  /** The address of the program in these IDLs. */
  public static final String ADDRESS = "Sysvar1nstructions1111111111111111111111111";

  private Idls() {}

  /** An IDL of specification 0.1.0 with members that follow {@code instructions}. */
  public static String spec(String members) {
    boolean hasInstructions = members.contains("'instructions'");
    return json(
        "{'address': '"
            + ADDRESS
            + "', 'metadata': {'name': 'demo', 'version': '0.1.0', 'spec': '0.1.0'}"
            + (hasInstructions ? "" : ", 'instructions': []")
            + (members.isEmpty() ? "" : ", " + members)
            + "}");
  }

  /** An IDL with types only. */
  public static String types(String types) {
    return spec("'types': [" + types + "]");
  }

  /** A struct with named fields. */
  public static String struct(String name, String fields) {
    return "{'name': '" + name + "', 'type': {'kind': 'struct', 'fields': [" + fields + "]}}";
  }

  /** An IDL of one instruction. */
  public static String instruction(String accounts, String args) {
    return spec(
        "'instructions': [{'name': 'act', 'discriminator': [1,2,3,4,5,6,7,8], 'accounts': ["
            + accounts
            + "], 'args': ["
            + args
            + "]}]");
  }

  /** Single quotes become double quotes. */
  public static String json(String text) {
    return text.replace('\'', '"');
  }

  /** The refusal of an IDL, from its place to its problem. */
  public static String refusal(String json) {
    return assertThrows(
            IdlException.class,
            () ->
                Generator.generate(
                    IdlParser.parse(json.getBytes(StandardCharsets.UTF_8)),
                    GeneratorOptions.forPackage("test")))
        .getMessage();
  }
}
