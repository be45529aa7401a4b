package org.podprotocol.relay.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.cli.top.MetricSource;
import org.podprotocol.relay.cli.top.Reading;
import org.podprotocol.relay.cli.top.Screen;
import org.podprotocol.relay.cli.top.TerminalView;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.ListenSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pod top}: how a relay does, in a terminal. */
@Command(
    name = "top",
    description = {
      "Watch a relay: messages, transactions, system, queues, endpoints.",
      "In a terminal it refreshes in place until Ctrl-C; elsewhere it prints a line each time. Rates are those of the",
      "last 10 s, latencies those of the last minute."
    },
    mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {
  private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
  private static final int PLAIN_WIDTH = 100;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The relay's admin listener, or its API where it has none (env POD_ADMIN_URL, then POD_RELAY_URL; default"
              + " http://127.0.0.1:8080).")
  private @Nullable URI url;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Take the address from this relay's configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Time between two readings (default ${DEFAULT-VALUE}).")
  private int intervalSeconds;

  @Option(names = "--once", description = "Print one reading, whole, and stop.")
  private boolean once;

  @Option(names = "--json", description = "Print readings as JSON, one object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (intervalSeconds < 1 || intervalSeconds > 3600) {
      throw CommandFault.usage("--interval takes 1 to 3600 seconds");
    }
    URI address = address();
    try (var source = new MetricSource(address, Clock.systemUTC())) {
      Reading first;
      try {
        first = source.read();
      } catch (IOException e) {
        throw CommandFault.unreachable(
            "no metrics from " + address + ": " + Faults.of(e).getMessage());
      }
      Console console = System.console();
      if (!json && !once && console != null && console.isTerminal()) {
        refresh(source, first);
      } else {
        print(source, first);
      }
    }
    return ExitCode.OK;
  }

  private URI address() {
    if (url != null) {
      return checked(url);
    }
    if (config != null) {
      return ofConfig(config);
    }
    for (String variable : List.of("POD_ADMIN_URL", "POD_RELAY_URL")) {
      String value = System.getenv(variable);
      if (value != null && !value.isEmpty()) {
        return checked(URI.create(value));
      }
    }
    return DEFAULT;
  }

  private static URI checked(URI address) {
    if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
      throw CommandFault.usage("\"" + address + "\" is no http or https address of a relay");
    }
    return address;
  }

  private static URI ofConfig(Path file) {
    try {
      ListenSettings listen =
          ConfigFile.read(Optional.of(file), System.getenv(), Map.of()).listen();
      boolean admin = listen.adminPort() > 0;
      int port = admin ? listen.adminPort() : listen.port();
      if (port == 0 || listen.adminPort() == 0) {
        throw CommandFault.usage(
            file + " lets the relay take any free port; say --url with the one its log names");
      }
      String scheme = !admin && listen.tls().isPresent() ? "https" : "http";
      String host = admin ? listen.adminAddress() : listen.address();
      boolean any = host.equals("0.0.0.0") || host.equals("::");
      String literal = host.contains(":") ? "[" + host + "]" : host;
      return URI.create(scheme + "://" + (any ? "127.0.0.1" : literal) + ":" + port);
    } catch (ConfigException e) {
      throw CommandFault.usage(
          "the configuration can't be used:\n  " + String.join("\n  ", e.faults()));
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.SECONDS.sleep(intervalSeconds);
  }

  /** Lines, or objects, until the relay does not answer. */
  private void print(MetricSource source, Reading first) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Reading now = first;
    Optional<Reading> before = Optional.empty();
    while (true) {
      if (json) {
        out.println(
            com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("relay", now.relay())
                .put("timeMs", now.timeMs())
                .set("metrics", now.metrics()));
      } else if (once) {
        new Screen(PLAIN_WIDTH, Integer.MAX_VALUE).lines(now, before).forEach(out::println);
      } else {
        out.println(Screen.line(now, before));
      }
      out.flush();
      if (once || out.checkError()) {
        return;
      }
      pause();
      before = Optional.of(now);
      try {
        now = source.read();
      } catch (IOException e) {
        throw CommandFault.unreachable("the relay answers no more: " + Faults.of(e).getMessage());
      }
    }
  }

  /** In place, until the process is told to stop; a relay that is away is waited for. */
  private void refresh(MetricSource source, Reading first) throws InterruptedException {
    try (var terminal = new TerminalView(spec.commandLine().getOut())) {
      Reading now = first;
      Optional<Reading> before = Optional.empty();
      String trouble = "";
      while (true) {
        List<String> lines = new ArrayList<>(TerminalView.screen().lines(now, before));
        if (!trouble.isEmpty()) {
          lines.set(1, trouble);
        }
        terminal.draw(lines);
        pause();
        try {
          Reading next = source.read();
          before = Optional.of(now);
          now = next;
          trouble = "";
        } catch (IOException e) {
          trouble = "NO ANSWER, these figures are old: " + Faults.of(e).getMessage();
        }
      }
    }
  }
}
