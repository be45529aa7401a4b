package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pod key}: key pair files. */
@Command(
    name = "key",
    description = "Make and show key pair files, as the Solana CLI has them.",
    mixinStandardHelpOptions = true,
    subcommands = {KeyCommand.New.class, KeyCommand.Show.class})
final class KeyCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static void print(Output output, Path file, Keypair keypair) {
    output.result(
        JsonNodeFactory.instance
            .objectNode()
            .put("address", keypair.publicKey().toBase58())
            .put("file", file.toString()),
        keypair.publicKey().toBase58());
  }

  /** {@code pod key new}. */
  @Command(
      name = "new",
      description = "Make a key pair; only its owner may read the file. Prints the address.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException {
      Keypair keypair = Keypair.generate();
      keypair.save(file);
      print(output, file, keypair);
      return ExitCode.OK;
    }
  }

  /** {@code pod key show}. */
  @Command(
      name = "show",
      description = "Print the address of a key pair.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private final Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "The key pair's file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException {
      print(output, file, Keypair.load(file));
      return ExitCode.OK;
    }
  }
}
