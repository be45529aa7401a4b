package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.deploy.DeployedProgram;
import org.podprotocol.solana.deploy.ProgramDeployer;
import org.podprotocol.solana.deploy.ProgramReader;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod program deploy}. */
@Command(
    name = "deploy",
    description = {
      "Deploy a program, or upgrade it if it is there. Prints what is on chain then.",
      "What was cut off goes on when the same command is given again; what is there already is left as it is."
    },
    mixinStandardHelpOptions = true)
final class ProgramDeployCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ProgramCommand.Keys keys = new ProgramCommand.Keys();

  @Option(
      names = "--program-key",
      paramLabel = "FILE",
      description = "Key pair of the program's address; only a first deployment needs it.")
  private @Nullable Path programKey;

  @Option(
      names = "--max-len",
      paramLabel = "BYTES",
      description = "Room for later versions, at a first deployment (default: the file's length).")
  private @Nullable Integer capacity;

  @Parameters(paramLabel = "FILE", description = "The built program, an ELF file.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Override
  public Integer call() throws IOException {
    byte[] elf = Files.readAllBytes(file);
    try (ChainSession session = chain.connect()) {
      ProgramDeployer deployer = keys.deployer(session, output);
      ProgramCommand.print(output, deploy(session, deployer, elf));
    }
    return ExitCode.OK;
  }

  private DeployedProgram deploy(ChainSession session, ProgramDeployer deployer, byte[] elf)
      throws IOException {
    if (programKey == null) {
      return deployer.upgrade(chain.program(), elf);
    }
    Keypair program = Keypair.load(programKey);
    return new ProgramReader(session.rpc()).find(program.publicKey()).isPresent()
        ? deployer.upgrade(program.publicKey(), elf)
        : deployer.deploy(program, elf, capacity == null ? elf.length : capacity);
  }
}
