package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.deploy.DeployedProgram;
import org.podprotocol.solana.deploy.ProgramReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod program show}. */
@Command(
    name = "show",
    description = "Show the program as the chain has it; with --is, fail if it is another one.",
    mixinStandardHelpOptions = true)
final class ProgramShowCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();

  @Option(
      names = "--is",
      paramLabel = "FILE",
      description = "A built program; exit code 5 if another one is on chain.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    byte[] elf = file == null ? null : Files.readAllBytes(file);
    try (ChainSession session = chain.connect()) {
      DeployedProgram program =
          new ProgramReader(session.rpc())
              .find(chain.program())
              .orElseThrow(
                  () ->
                      CommandFault.refused(
                          "unknown-program", "there is no program at " + chain.program()));
      if (elf != null && !program.is(elf)) {
        throw CommandFault.notVerified(
            "the program on chain has SHA-256 %s, %s has %s"
                .formatted(program.hash(), file, DeployedProgram.hash(elf)));
      }
      ProgramCommand.print(output, program);
    }
    return ExitCode.OK;
  }
}
