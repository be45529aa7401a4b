package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes bindings. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Generates Java sources from an IDL. Files of other names are left alone.")
final class GenerateCommand implements Callable<Integer> {
  @Option(names = "--idl", required = true, paramLabel = "FILE", description = "The IDL.")
  private @Nullable Path idl;

  @Option(
      names = "--package",
      required = true,
      paramLabel = "NAME",
      description = "Package of the bindings.")
  private @Nullable String packageName;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Source directory to write to.")
  private @Nullable Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "First word of the program-wide classes; the IDL's name by default.")
  private @Nullable String name;

  @Option(
      names = "--program-id",
      paramLabel = "ADDRESS",
      description = "The program's address, where the IDL has none or another is meant.")
  private @Nullable String programId;

  @Option(
      names = "--u64",
      paramLabel = "LONG|BIG_INTEGER",
      description = "How u64 appears: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private GeneratorOptions.U64 u64 = GeneratorOptions.U64.LONG;

  @Mixin private IdlInput input = new IdlInput();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path directory = Objects.requireNonNull(out);
    Map<String, String> files =
        Generator.generate(
            input.read(Objects.requireNonNull(idl)),
            new GeneratorOptions(
                Objects.requireNonNull(packageName),
                Optional.ofNullable(name),
                Optional.ofNullable(programId),
                u64));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println(files.size() + " files written to " + directory);
    return 0;
  }
}
