package org.podprotocol.relay.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that {@code ./localnet.sh test} installs. */
public final class InstalledTool {
  private InstalledTool() {}

  /** The program, from PATH or from the project's cache. */
  public static Path find(String name) {
    String variable = System.getenv("XDG_CACHE_HOME");
    Path cache =
        variable == null || variable.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(variable);
    Path own = cache.resolve("pod-protocol/bin");
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
            Stream.of(own))
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is neither on PATH nor in %s: ./localnet.sh test installs it"
                        .formatted(name, own)));
  }
}
