package org.podprotocol.relay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pod alerts}: a relay's alert rules, and whether their receivers hear. */
@Command(
    name = "alerts",
    description = "Show a relay's alert rules, and try their receivers.",
    mixinStandardHelpOptions = true,
    subcommands = {AlertsTestCommand.class, AlertsListCommand.class})
final class AlertsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
