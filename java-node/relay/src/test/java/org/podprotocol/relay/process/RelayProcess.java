package org.podprotocol.relay.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.cli.Main;
import org.podprotocol.relay.config.ChainSettings;

/** {@code pod relay} in a process of its own. */
public final class RelayProcess implements AutoCloseable {
  private static final Pattern ANSWERS = Pattern.compile("answers at (http://[0-9.:]+)");

  private static final long LOOK_NANOS = 2_000_000;
  private static final int LOOKS = 15_000;

  private final Process process;
  private final URI url;
  private final Path log;

  private RelayProcess(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /** Starts a relay and waits until it is ready. */
  public static RelayProcess start(
      TestCluster cluster, PublicKey relay, Path folder, List<String> jvm, List<String> settings)
      throws IOException, InterruptedException {
    return start(cluster, relay, folder, Main.class, Map.of(), jvm, settings);
  }

  /** The same with another program in place of {@code pod}, and variables of its environment. */
  static RelayProcess start(
      TestCluster cluster,
      PublicKey relay,
      Path folder,
      Class<?> program,
      Map<String, String> environment,
      List<String> jvm,
      List<String> settings)
      throws IOException, InterruptedException {
    ChainSettings chain = cluster.settings(relay);
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(jvm);
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), program.getName(), "relay"));
    var all =
        new ArrayList<>(
            List.of(
                "chain.rpc=" + chain.rpc().getFirst(),
                "chain.websocket=" + chain.webSocket().getFirst(),
                "chain.program=" + chain.programId(),
                "chain.relay=" + relay,
                "chain.committer-key=" + chain.committerKey(),
                "chain.receipt-key=" + chain.receiptKey(),
                "data.folder=" + folder.resolve("data"),
                "listen.port=0"));
    all.addAll(settings);
    for (String setting : all) {
      command.addAll(List.of("--set", setting));
    }
    Files.createDirectories(folder);
    Path log = Files.createTempFile(folder, "relay", ".log");
    var builder = new ProcessBuilder(command);
    // As the launcher sets it.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      URI url = awaitReady(process, log);
      return new RelayProcess(process, url, log);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Counts looks and not time: a machine that stands still for a while takes the relay with it. */
  private static URI awaitReady(Process process, Path log)
      throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      String text = Files.readString(log);
      Matcher answers = ANSWERS.matcher(text);
      if (answers.find()) {
        return URI.create(answers.group(1));
      }
      if (!process.isAlive()) {
        throw new IOException("the relay ended with " + process.exitValue() + ": " + text);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IOException("the relay does not answer: " + Files.readString(log));
  }

  public URI url() {
    return url;
  }

  public long pid() {
    return process.pid();
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  public String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  /** kill -9. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; the exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the relay does not stop");
    }
    return process.exitValue();
  }

  /** The exit code, once it has ended by itself. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the relay does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
