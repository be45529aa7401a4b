package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;
import picocli.CommandLine.Option;

/** Options about how an IDL is read. */
final class IdlInput {
  @Option(
      names = "--define",
      paramLabel = "NAME=TYPE",
      description =
          "Defines a type that the IDL refers to and does not define, in Rust's syntax:"
              + " --define Ticks=u64")
  private Map<String, String> definitions = new LinkedHashMap<>();

  Idl read(Path file) throws IOException {
    try {
      return IdlParser.parse(Files.readAllBytes(file), definitions);
    } catch (IdlException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
