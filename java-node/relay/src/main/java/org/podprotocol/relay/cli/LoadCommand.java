package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.relay.cli.demo.Cast;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.relay.cli.load.Bound;
import org.podprotocol.relay.cli.load.Load;
import org.podprotocol.relay.cli.load.LoadComparison;
import org.podprotocol.relay.cli.load.LoadPage;
import org.podprotocol.relay.cli.load.LoadReport;
import org.podprotocol.relay.cli.load.LoadSettings;
import org.podprotocol.relay.cli.load.Mix;
import org.podprotocol.relay.cli.load.Pace;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.send.SenderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod load}: load on a relay, measured. */
@Command(
    name = "load",
    description = {
      "Put load on a relay and measure what comes of it.",
      "Registers agents, then works on a clock that does not wait for answers. Latencies count from when",
      "an operation was due: until it is on disk, until the recipient has it, until it is anchored, or, where it",
      "is a transaction of its own, until that is confirmed."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As many under way, calls at once and transactions in a call as a fast node takes. */
  private static final SenderOptions TRANSACTIONS =
      SenderOptions.defaults().withBounds(200_000, 20, 16);

  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ChainOptions.Payer payer = new ChainOptions.Payer();
  @Mixin private final RelayUrlOption relay = new RelayUrlOption();

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Operations a second, of all agents together (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "For how long (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--ramp",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "Part of that time in which the rate grows from nothing (default ${DEFAULT-VALUE}).")
  private int ramp;

  @Option(
      names = {"--agents", "--users"},
      paramLabel = "N",
      defaultValue = "20",
      description = "Agents at work at once, at least 2 (default ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--per-agent",
      paramLabel = "N",
      description =
          "Operations of each agent, in place of --rate and --seconds; they are --interval apart.")
  private @Nullable Integer perAgent;

  @Option(
      names = "--interval",
      paramLabel = "MS",
      defaultValue = "1000",
      description =
          "With --per-agent: milliseconds between an agent's operations (default ${DEFAULT-VALUE}).")
  private int intervalMs;

  @Option(
      names = "--mix",
      paramLabel = "PARTS",
      defaultValue = "relay=1",
      description =
          "What is done, in parts, such as relay=90,channel=8,large=2: relay, channel and large are messages through"
              + " the relay; direct is a message as an account on chain, paid by its agent's signer;"
              + " register is a new agent. Transactions go without preflight (default ${DEFAULT-VALUE}).")
  private String mix;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Content of a message (default ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--large-size",
      paramLabel = "BYTES",
      defaultValue = "65536",
      description = "Content of a large message (default ${DEFAULT-VALUE}).")
  private int largeSize;

  @Option(
      names = "--sign-before",
      description = "Sign all messages before the run, so that signing takes nothing from it.")
  private boolean signBefore;

  @Option(
      names = "--relay-pid",
      paramLabel = "PID",
      description =
          "The relay's process on this machine, to report its memory and processor time. Behind a proxy it is that of one relay of several.")
  private long relayPid;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the whole report as JSON, for pod load compare.")
  private @Nullable Path report;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the whole report as one HTML page with plots.")
  private @Nullable Path html;

  @Option(
      names = "--assert",
      paramLabel = "BOUND",
      description =
          "Fail unless it holds: p99.delivery<25ms, max.anchored<2s, p50.accept<5ms, p99.confirmed<1s. Repeatable.")
  private List<String> bounds = List.of();

  @Override
  public Integer call() throws IOException {
    LoadSettings settings = settings();
    List<Bound> parsed = bounds.stream().map(LoadCommand::bound).toList();
    PodClientSettings connection =
        PodClientSettings.of(relay.url(), chain.url(), Keys.address(chain.program()))
            .withTransactions(TRANSACTIONS, false);
    try (ChainSession session = chain.connect();
        PodClient client = ChainSession.await(PodClient.connect(connection))) {
      Keypair authority = payer.load();
      List<Speaker> speakers =
          new Cast(client, session, chain.program(), authority).register(agents);
      LoadReport done =
          new Load(
                  settings, client, session, chain.program(), speakers, authority, output::progress)
              .run();
      write(done);
      output.result(done.json(), done.lines());
      return verdict(done, parsed);
    }
  }

  private LoadSettings settings() {
    if (agents < 2 || size < 1 || largeSize < 1 || intervalMs < 1) {
      throw CommandFault.usage("a number is too small; see --help");
    }
    if (Math.max(size, largeSize) > Envelope.MAX_CONTENT_LENGTH) {
      throw CommandFault.usage("content has at most " + Envelope.MAX_CONTENT_LENGTH + " bytes");
    }
    try {
      return new LoadSettings(
          pace(), Mix.parse(mix), agents, size, largeSize, signBefore, relayPid);
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage(String.valueOf(e.getMessage()));
    }
  }

  private Pace pace() {
    if (perAgent == null) {
      return new Pace(rate, ramp, seconds);
    }
    // Users who are due one after the other within an interval are together a fixed rate.
    int together = Math.toIntExact(Math.round(1000.0 * agents / intervalMs));
    long lasting = Math.round((double) perAgent * agents / Math.max(1, together));
    return new Pace(together, ramp, Math.toIntExact(Math.max(1, lasting)));
  }

  private static Bound bound(String text) {
    try {
      return Bound.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage(String.valueOf(e.getMessage()));
    }
  }

  private void write(LoadReport done) throws IOException {
    if (report != null) {
      Files.writeString(report, JSON.writeValueAsString(done.fullJson()) + "\n");
    }
    if (html != null) {
      Files.writeString(html, LoadPage.of(done.fullJson()));
    }
  }

  private int verdict(LoadReport done, List<Bound> parsed) {
    int exitCode = done.isWhole() ? ExitCode.OK : ExitCode.FAILED;
    for (Bound bound : parsed) {
      if (!bound.holds(done)) {
        output.progress("not kept: " + bound);
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }

  /** {@code pod load compare}: two reports beside each other. */
  @Command(
      name = "compare",
      description = "Show two reports (--report, or a last line of --json) beside each other.",
      mixinStandardHelpOptions = true)
  int compare(
      @Mixin Output out,
      @Parameters(paramLabel = "BEFORE", description = "The earlier report.") Path before,
      @Parameters(paramLabel = "AFTER", description = "The later report.") Path after)
      throws IOException {
    try {
      LoadComparison comparison = LoadComparison.of(read(before), read(after));
      out.result(comparison.json(), comparison.lines());
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw CommandFault.usage(file + " is not JSON: " + e.getOriginalMessage());
    }
  }
}
