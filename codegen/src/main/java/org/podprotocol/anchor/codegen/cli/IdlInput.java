package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.idl.Amendments;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlInstruction.SeedBytes;
import org.podprotocol.anchor.codegen.idl.IdlParser;
import picocli.CommandLine.Option;

/** Options about how an IDL is read. */
final class IdlInput {
  @Option(
      names = "--define",
      paramLabel = "NAME=TYPE",
      description =
          "Defines a type that the IDL refers to and does not define, in Rust's syntax:"
              + " --define Ticks=u64, --define 'Opaque=[u8;24]'")
  private Map<String, String> definitions = new LinkedHashMap<>();

  @Option(
      names = "--class",
      paramLabel = "NAME=CLASS",
      description =
          "Gives a type that the IDL does not define, or whose serialization is custom, a class of"
              + " your own with \"static CLASS read(ByteReader)\" and \"void write(ByteWriter)\".")
  private Map<String, String> classes = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "SEED=FORM",
      description =
          "Says how a number becomes the bytes of a seed where it is not little-endian:"
              + " --seed 'instruction.account[1]=DECIMAL'; ${COMPLETION-CANDIDATES}.")
  private Map<String, SeedBytes> seeds = new LinkedHashMap<>();

  @Option(
      names = "--patch",
      paramLabel = "FILE",
      description = "Changes to the IDL before it is read: a JSON Patch (RFC 6902).")
  private @Nullable Path patch;

  Idl read(Path file) throws IOException {
    Amendments amendments =
        new Amendments(
            patch == null
                ? Optional.empty()
                : Optional.of(Files.readString(patch, StandardCharsets.UTF_8)),
            definitions,
            classes,
            seeds);
    try {
      return IdlParser.parse(Files.readAllBytes(file), amendments);
    } catch (IdlException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage() + advice(e), e);
    }
  }

  private static String advice(IdlException e) {
    if (e.problem().startsWith("is not defined in the IDL")) {
      return "\n  If you know its layout, give it: --define NAME=TYPE, or --class NAME=CLASS.";
    }
    return e.path().equals("$")
        ? ""
        : "\n  If the IDL is wrong there, change it with --patch FILE (JSON Patch), in which this"
            + " place is close to "
            + pointer(e.path());
  }

  private static String pointer(String path) {
    return path.substring(1).replaceAll("\\['?([^'\\]]+)'?\\]", "/$1").replace('.', '/');
  }
}
