package org.podprotocol.anchor.codegen.fuzz;

import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/** Whatever the bytes are, they give sources or a refusal that names a place. */
public final class ParserTarget {
  private static final GeneratorOptions OPTIONS = GeneratorOptions.forPackage("fuzzed");

  private ParserTarget() {}

  public static void fuzzerTestOneInput(byte[] json) {
    try {
      if (Generator.generate(IdlParser.parse(json), OPTIONS).isEmpty()) {
        throw new AssertionError("nothing was generated");
      }
    } catch (IdlException e) {
      if (!e.path().startsWith("$") || e.problem().isEmpty()) {
        throw new AssertionError("a refusal without a place", e);
      }
    }
  }
}
