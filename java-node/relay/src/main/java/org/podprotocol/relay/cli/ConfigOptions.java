package org.podprotocol.relay.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.RelayConfig;
import picocli.CommandLine.Option;

/** The options that say where a relay's configuration is read from. */
final class ConfigOptions {
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

  ConfigSource source() {
    return new ConfigSource(Optional.ofNullable(file), settings);
  }

  RelayConfig readOrFail() {
    return source().readOrFail();
  }
}
