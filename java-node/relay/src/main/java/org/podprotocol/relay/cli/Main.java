package org.podprotocol.relay.cli;

import java.util.Optional;
import org.podprotocol.relay.observe.Redaction;

/** Where the process {@code pod} begins; it ends with the command's exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Optional<ConfigSource> relay = RelayArguments.of(arguments);
    System.exit(relay.isPresent() ? run(relay.get()) : Pod.commandLine().execute(arguments));
  }

  private static int run(ConfigSource source) {
    try {
      new RelayDaemon(source).run();
      return ExitCode.OK;
    } catch (Exception e) {
      CommandFault fault = Faults.of(e);
      System.err.println("pod: " + Redaction.of(fault.getMessage()));
      return fault.exitCode();
    }
  }
}
