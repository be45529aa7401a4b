package org.podprotocol.relay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.journal.JournalOpenException;
import org.podprotocol.relay.observe.Metrics;
import org.podprotocol.solana.rpc.Commitment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pod relay}: runs a relay until it is told to stop. */
@Command(
    name = "relay",
    description = {
      "Run a relay in the foreground.",
      "SIGTERM and SIGINT stop it in order; SIGUSR1 sends clients away first; SIGHUP reads the configuration again.",
      "Settings come from the file, then POD_SECTION_NAME variables, then --set; later ones win."
    },
    mixinStandardHelpOptions = true,
    subcommands = RelayInitCommand.class)
final class RelayCommand implements Callable<Integer> {
  /** A lamport is the ninth decimal of a SOL. */
  private static final int LAMPORT_DIGITS = 9;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--check-config",
      description = "Read the configuration, say what is wrong with it, and stop.")
  private boolean checkConfig;

  @Option(
      names = "--check-chain",
      description =
          "Read the configuration, ask the chain whether program, Relay account, keys and balance are right, and stop.")
  private boolean checkChain;

  @Option(
      names = "--print-config",
      description = "Print a configuration file with every setting and its default, and stop.")
  private boolean printConfig;

  @Override
  public Integer call() throws IOException, JournalOpenException {
    if (printConfig) {
      spec.commandLine().getOut().print(ConfigFile.defaults());
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    if (checkConfig) {
      options.readOrFail();
      spec.commandLine().getOut().println("The configuration is good.");
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    if (checkChain) {
      checkChain(options.readOrFail());
      return ExitCode.OK;
    }
    new RelayDaemon(options.source()).run();
    return ExitCode.OK;
  }

  private void checkChain(RelayConfig config) throws IOException {
    try (SolanaChain chain = SolanaChain.open(config.chain(), new Metrics())) {
      PublicKey committer = chain.committer();
      long lamports =
          ChainSession.await(chain.connection().rpc().getBalance(committer, Commitment.CONFIRMED));
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "The chain answers; program, relay "
              + chain.identity().relay().toBase58()
              + " and keys are right.");
      out.println(
          "The committer "
              + committer.toBase58()
              + " holds "
              + BigDecimal.valueOf(lamports, LAMPORT_DIGITS).toPlainString()
              + " SOL.");
      out.flush();
    }
  }
}
