package org.podprotocol.relay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of {@code pod} in this process.
 *
 * @param exitCode as the process would have it
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record PodRun(int exitCode, String out, String err) {
  static PodRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Pod.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new PodRun(exitCode, out.toString(), err.toString());
  }
}
