package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.podprotocol.solana.deploy.ProgramDeployer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod program buffer}. */
@Command(
    name = "buffer",
    description = {
      "Write a program to a buffer, for a multisig to upgrade with. Prints the buffer's address.",
      "With --close: end the buffer that this file was being written to, and get its rent back."
    },
    mixinStandardHelpOptions = true)
final class ProgramBufferCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ProgramCommand.Keys keys = new ProgramCommand.Keys();

  @Option(names = "--close", description = "End the buffer.")
  private boolean close;

  @Parameters(paramLabel = "FILE", description = "The built program, an ELF file.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Override
  public Integer call() throws IOException {
    byte[] elf = Files.readAllBytes(file);
    try (ChainSession session = chain.connect()) {
      ProgramDeployer deployer = keys.deployer(session, output);
      if (close) {
        boolean closed = deployer.closeBuffer(elf);
        output.result(
            JsonNodeFactory.instance.objectNode().put("closed", closed),
            closed ? "closed" : "there is no such buffer");
      } else {
        String address = deployer.writeBuffer(elf).toBase58();
        output.result(JsonNodeFactory.instance.objectNode().put("buffer", address), address);
      }
    }
    return ExitCode.OK;
  }
}
