package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.deploy.DeployedProgram;
import org.podprotocol.solana.deploy.ProgramDeployer;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pod program}: the program itself, on chain. */
@Command(
    name = "program",
    description = "Deploy the program on a chain, upgrade it, and see what is there.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProgramDeployCommand.class,
      ProgramShowCommand.class,
      ProgramAuthorityCommand.class,
      ProgramBufferCommand.class
    })
final class ProgramCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  static void print(Output output, DeployedProgram program) {
    String authority =
        program.authority().map(key -> key.toBase58()).orElse("nobody: it can't be upgraded");
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("program", program.address().toBase58())
            .put("programData", program.programData().toBase58())
            .put("authority", program.authority().map(key -> key.toBase58()).orElse(null))
            .put("slot", program.slot())
            .put("capacity", program.capacity())
            .put("lamports", program.lamports())
            .put("sha256", program.hash());
    output.result(
        json,
        "program    " + program.address().toBase58(),
        "code in    " + program.programData().toBase58(),
        "authority  " + authority,
        "deployed   slot " + program.slot(),
        "capacity   " + program.capacity() + " bytes",
        "deposit    " + program.lamports() + " lamports",
        "sha256     " + program.hash() + " (without zeros at the end)");
  }

  /** Who pays, and who may change programs. */
  static final class Keys {
    @Mixin private final ChainOptions.Payer payer = new ChainOptions.Payer();

    @Option(
        names = "--authority",
        paramLabel = "FILE",
        description = "Key pair that may write and upgrade (default: that of --keypair).")
    private @Nullable Path authority;

    ProgramDeployer deployer(ChainSession session, Output output) throws IOException {
      Keypair pays = payer.load();
      return new ProgramDeployer(
          session.rpc(),
          session.sender(),
          pays,
          authority == null ? pays : Keypair.load(authority),
          output::progress);
    }
  }
}
