package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.journal.JournalOpenException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    var source = new ConfigSource(Optional.ofNullable(file), settings);
    if (checkConfig) {
      source.readOrFail();
      spec.commandLine().getOut().println("The configuration is good.");
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    new RelayDaemon(source).run();
    return ExitCode.OK;
  }
}
