package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.resolve.ProgramResolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what an IDL holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows what an IDL holds: instructions, accounts, layouts, events, errors.")
final class InspectCommand implements Callable<Integer> {
  @Option(names = "--idl", required = true, paramLabel = "FILE", description = "The IDL.")
  private @Nullable Path idl;

  @Mixin private IdlInput input = new IdlInput();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    new ProgramText(Objects.requireNonNull(spec).commandLine().getOut())
        .print(ProgramResolver.resolve(input.read(Objects.requireNonNull(idl))));
    return 0;
  }
}
