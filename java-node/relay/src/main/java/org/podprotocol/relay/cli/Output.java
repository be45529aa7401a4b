package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The option {@code --json}, and where results go: standard output, one JSON object or plain lines.
 */
final class Output {
  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /** Prints the result: the object with {@code --json}, otherwise the lines. */
  void result(ObjectNode object, String... lines) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(object);
    } else {
      for (String line : lines) {
        out.println(line);
      }
    }
    out.flush();
  }

  /** Tells a person how things go, on standard error. */
  void progress(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
