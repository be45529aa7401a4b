package org.podprotocol.relay.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of Prometheus' own tool.
 *
 * @param exitCode 0: it found nothing wrong
 * @param said all that it wrote
 */
public record Promtool(int exitCode, String said) {

  /**
   * Runs it.
   *
   * @param input what it reads from standard input
   */
  public static Promtool run(String input, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(InstalledTool.find("promtool").toString()));
    command.addAll(List.of(arguments));
    Path in = Files.createTempFile("promtool", ".in");
    Path out = Files.createTempFile("promtool", ".out");
    try {
      Files.writeString(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("promtool does not end: " + Files.readString(out));
      }
      return new Promtool(process.exitValue(), Files.readString(out));
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
