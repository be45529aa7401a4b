package org.podprotocol.anchor.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.Idl;
import org.podprotocol.anchor.codegen.idl.IdlException;
import org.podprotocol.anchor.codegen.idl.IdlParser;

/**
 * Tries a directory of IDLs: each either compiles, or is refused with the place of its fault. Run
 * it by hand on IDLs of public programs, which are not part of this repository.
 */
public final class Corpus {
  private static final String SOME_ADDRESS = "11111111111111111111111111111111";

  private Corpus() {}

  /** The directory is the argument. */
  public static void main(String[] args) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(Path.of(args[0]))) {
      files = list.filter(p -> p.toString().endsWith(".json")).sorted().toList();
    }
    int compiled = 0;
    int refused = 0;
    int broken = 0;
    for (Path file : files) {
      try {
        Idl idl = IdlParser.parse(file);
        GeneratorOptions options =
            new GeneratorOptions(
                "corpus",
                Optional.empty(),
                idl.address().isPresent() ? Optional.empty() : Optional.of(SOME_ADDRESS),
                args.length > 1 ? GeneratorOptions.U64.BIG_INTEGER : GeneratorOptions.U64.LONG);
        long start = System.nanoTime();
        Map<String, String> sources = Generator.generate(idl, options);
        long generated = System.nanoTime();
        Compiled.compile(sources);
        compiled++;
        System.out.printf(
            "ok      %s: %d instructions, %d files, %d ms to generate, %d ms to compile%n",
            file.getFileName(),
            idl.instructions().size(),
            sources.size(),
            (generated - start) / 1_000_000,
            (System.nanoTime() - generated) / 1_000_000);
      } catch (IdlException e) {
        refused++;
        System.out.println("refused " + file.getFileName() + ": " + e.getMessage());
      } catch (AssertionError | RuntimeException e) {
        broken++;
        System.out.println("BROKEN  " + file.getFileName() + ": " + e);
        if (!(e instanceof AssertionError)) {
          e.printStackTrace(System.out);
        }
      }
    }
    System.out.printf("%d compiled, %d refused, %d broken%n", compiled, refused, broken);
  }
}
