package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.Relay;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.journal.JournalOpenException;
import org.podprotocol.relay.observe.Logging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code pod relay}: runs a relay until it is told to stop. */
@Command(
    name = "relay",
    description = {
      "Run a relay in the foreground.",
      "SIGTERM and SIGINT stop it in order; SIGHUP reads the configuration again.",
      "Settings come from the file, then POD_SECTION_NAME variables, then --set; later ones win."
    },
    mixinStandardHelpOptions = true,
    subcommands = RelayInitCommand.class)
final class RelayCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RelayCommand.class);
  private static final Path SYSTEM_FILE = Path.of("/etc/pod/relay.toml");
  private static final Path LOCAL_FILE = Path.of("relay.toml");

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration file. Default: POD_CONFIG, /etc/pod/relay.toml, ./relay.toml, the first there is.")
  private @Nullable Path file;

  @Option(
      names = {"-O", "--set"},
      paramLabel = "SECTION.NAME=VALUE",
      description = "Set one setting; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--check-config",
      description = "Read the configuration, say what is wrong with it, and stop.")
  private boolean checkConfig;

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
    RelayConfig config = config();
    if (checkConfig) {
      spec.commandLine().getOut().println("The configuration is good.");
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    Logging.configure(config.log());
    run(config);
    return ExitCode.OK;
  }

  private RelayConfig config() {
    try {
      return ConfigFile.read(chosenFile(), System.getenv(), settings);
    } catch (ConfigException e) {
      throw CommandFault.usage(
          "the configuration can't be used:\n  " + String.join("\n  ", e.faults()));
    }
  }

  private Optional<Path> chosenFile() {
    if (file != null) {
      return Optional.of(file);
    }
    String variable = System.getenv("POD_CONFIG");
    if (variable != null) {
      return Optional.of(Path.of(variable));
    }
    if (Files.exists(SYSTEM_FILE)) {
      return Optional.of(SYSTEM_FILE);
    }
    return Files.exists(LOCAL_FILE) ? Optional.of(LOCAL_FILE) : Optional.empty();
  }

  private void run(RelayConfig config) throws IOException, JournalOpenException {
    var signals = new LinkedBlockingQueue<String>();
    for (String name : new String[] {"TERM", "INT", "HUP"}) {
      Signal.handle(new Signal(name), signal -> signals.add(signal.getName()));
    }
    try (Relay relay = Relay.start(config, version())) {
      while (!stops(signals.take())) {
        reload(relay);
      }
      // Told twice, it goes at once: what was acknowledged is on disk.
      Signal.handle(new Signal("INT"), signal -> Runtime.getRuntime().halt(130));
      log.info("Stopping.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.info("Stopped.");
  }

  private static boolean stops(String signal) {
    return !signal.equals("HUP");
  }

  private void reload(Relay relay) {
    try {
      relay.reload(ConfigFile.read(chosenFile(), System.getenv(), settings));
    } catch (ConfigException e) {
      log.error("The configuration was read again and is not taken over: {}", e.getMessage());
    }
  }

  private static String version() {
    String version = RelayCommand.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
