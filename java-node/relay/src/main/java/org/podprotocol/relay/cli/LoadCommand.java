package org.podprotocol.relay.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.relay.cli.demo.Cast;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.relay.cli.load.Bound;
import org.podprotocol.relay.cli.load.Load;
import org.podprotocol.relay.cli.load.LoadReport;
import org.podprotocol.relay.cli.load.LoadSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod load}: load on a relay, measured. */
@Command(
    name = "load",
    description = {
      "Put load on a relay and measure what comes of it.",
      "Registers agents, then sends on a clock that does not wait for answers. Latencies count from when",
      "a message was due: until it is on disk, until the recipient has it, until it is anchored."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ChainOptions.Payer payer = new ChainOptions.Payer();
  @Mixin private final RelayUrlOption relay = new RelayUrlOption();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages a second (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "For how long (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "20",
      description = "Agents, at least 2 (default ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Content of a message (default ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--relay-pid",
      paramLabel = "PID",
      description = "The relay's process on this machine, to report its memory and processor time.")
  private long relayPid;

  @Option(
      names = "--assert",
      paramLabel = "BOUND",
      description =
          "Fail unless it holds: p99.delivery<25ms, max.anchored<2s, p50.accept<5ms. Repeatable.")
  private List<String> bounds = List.of();

  @Override
  public Integer call() throws IOException {
    if (rate < 1 || seconds < 1 || agents < 2 || size < 1) {
      throw CommandFault.usage("a number is too small; see --help");
    }
    List<Bound> parsed = bounds.stream().map(Bound::parse).toList();
    PodClientSettings connection =
        PodClientSettings.of(relay.url(), chain.url(), Keys.address(chain.program()));
    try (ChainSession session = chain.connect();
        PodClient client = ChainSession.await(PodClient.connect(connection))) {
      List<Speaker> speakers =
          new Cast(client, session, chain.program(), payer.load()).register(agents);
      LoadSettings settings = new LoadSettings(rate, seconds, agents, size, relayPid);
      LoadReport report = new Load(settings, client, speakers, output::progress).run();
      output.result(report.json(), report.lines());
      return verdict(report, parsed);
    }
  }

  private int verdict(LoadReport report, List<Bound> parsed) {
    int exitCode = report.isWhole() ? ExitCode.OK : ExitCode.FAILED;
    for (Bound bound : parsed) {
      if (!bound.holds(report)) {
        output.progress("not kept: " + bound);
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }
}
