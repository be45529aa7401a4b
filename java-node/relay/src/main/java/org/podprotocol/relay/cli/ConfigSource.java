package org.podprotocol.relay.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.observe.alerts.RuleBook;

/**
 * Where a relay's configuration is read from, again at each reload.
 *
 * @param file as named on the command line
 * @param settings from the command line
 */
record ConfigSource(Optional<Path> file, Map<String, String> settings) {
  private static final Path SYSTEM_FILE = Path.of("/etc/pod/relay.toml");
  private static final Path LOCAL_FILE = Path.of("relay.toml");

  /**
   * @throws ConfigException with every fault found
   */
  RelayConfig read() throws ConfigException {
    RelayConfig config = ConfigFile.read(chosenFile(), System.getenv(), settings);
    RuleBook.of(config.alerts());
    return config;
  }

  /** The same for a start, which a fault ends. */
  RelayConfig readOrFail() {
    try {
      return read();
    } catch (ConfigException e) {
      throw CommandFault.usage(
          "the configuration can't be used:\n  " + String.join("\n  ", e.faults()));
    }
  }

  private Optional<Path> chosenFile() {
    if (file.isPresent()) {
      return file;
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
}
