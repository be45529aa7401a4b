package org.podprotocol.relay.content;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.process.InstalledTool;

/** A real Kubo node, offline and on loopback, that the test starts, kills and starts again. */
public final class KuboDaemon implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Path ipfs;
  private final Path repository;
  private @Nullable Process process;

  private KuboDaemon(Path ipfs, Path repository) {
    this.ipfs = ipfs;
    this.repository = repository;
  }

  /** Makes a node in an empty folder; it does not run yet. */
  public static KuboDaemon create(Path repository) throws IOException, InterruptedException {
    var kubo = new KuboDaemon(InstalledTool.find("ipfs"), repository);
    kubo.run("init", "--profile=test");
    return kubo;
  }

  /** Starts the node and waits until its API answers. */
  public void start() throws IOException, InterruptedException {
    Files.deleteIfExists(repository.resolve("api"));
    process = command("daemon", "--offline").redirectErrorStream(true).start();
    Process started = process;
    Thread.ofVirtual().start(() -> drain(started));
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("Kubo did not start");
      }
      started.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try {
      store(HttpClient.newHttpClient(), Duration.ofSeconds(5)).version();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void drain(Process process) {
    try (InputStream out = process.getInputStream()) {
      out.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The process ended.
    }
  }

  /** The running node's API, at the port it chose. */
  public URI api() throws IOException {
    String[] parts = Files.readString(repository.resolve("api")).trim().split("/");
    return URI.create("http://127.0.0.1:" + parts[4]);
  }

  public KuboBlockStore store(HttpClient http, Duration timeout) throws IOException {
    return new KuboBlockStore(api(), http, timeout);
  }

  /** Runs {@code ipfs} to its end and gives what it printed. */
  String run(String... arguments) throws IOException, InterruptedException {
    Process run = command(arguments).start();
    byte[] out = run.getInputStream().readAllBytes();
    byte[] err = run.getErrorStream().readAllBytes();
    if (run.waitFor() != 0) {
      throw new IOException("ipfs: " + new String(err, StandardCharsets.UTF_8));
    }
    return new String(out, StandardCharsets.UTF_8).trim();
  }

  private ProcessBuilder command(String... arguments) {
    var command = new ArrayList<>(List.of(ipfs.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("IPFS_PATH", repository.toString());
    return builder;
  }

  /** Ends the process at once, as a crash would. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        kill();
      }
    }
  }
}
