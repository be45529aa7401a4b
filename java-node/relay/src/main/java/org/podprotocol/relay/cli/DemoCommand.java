package org.podprotocol.relay.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.podprotocol.relay.cli.demo.Demo;
import org.podprotocol.relay.cli.demo.DemoReport;
import org.podprotocol.relay.cli.demo.DemoSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod demo}: a conversation of which everything is checked. */
@Command(
    name = "demo",
    description = {
      "Let agents talk, and check every promise.",
      "Registers agents, sends messages, listens to them, checks receipts, proofs and refusals.",
      "Costs the payer rent and fees; meant for a test chain with no other traffic on the relay."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ChainOptions.Payer payer = new ChainOptions.Payer();
  @Mixin private final RelayUrlOption relay = new RelayUrlOption();

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "20",
      description = "Agents, at least 2 (default ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages through the relay (default ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Messages a second; 0, the default: as fast as they go.")
  private int rate;

  @Option(
      names = "--onchain-messages",
      paramLabel = "N",
      defaultValue = "12",
      description = "Messages in accounts of their own, at least 2 (default ${DEFAULT-VALUE}).")
  private int onChainMessages;

  @Option(
      names = "--onchain-verifications",
      paramLabel = "N",
      defaultValue = "10",
      description = "Proofs that the program verifies, at least 1 (default ${DEFAULT-VALUE}).")
  private int onChainVerifications;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (agents < 2 || messages < 1 || rate < 0 || onChainMessages < 2 || onChainVerifications < 1) {
      throw CommandFault.usage("a number is too small; see --help");
    }
    try (ChainSession session = chain.connect()) {
      DemoSettings settings =
          new DemoSettings(
              relay.url(),
              chain.url(),
              chain.program(),
              payer.load(),
              agents,
              messages,
              rate,
              onChainMessages,
              onChainVerifications);
      DemoReport report = new Demo(settings, session, output::progress).run();
      output.result(report.json(), report.lines());
    }
    return ExitCode.OK;
  }
}
