package org.podprotocol.relay.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Chromium without a window, in a process of its own, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> PLACES =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI devTools;

  private Chromium(Process process, URI devTools) {
    this.process = process;
    this.devTools = devTools;
  }

  /** Starts one with an empty profile in this folder. */
  static Chromium start(Path folder) throws IOException {
    String program =
        PLACES.stream()
            .filter(place -> Files.isExecutable(Path.of(place)))
            .findFirst()
            .orElseThrow(() -> new IOException("there is no Chromium: apt-get install chromium"));
    Path profile = Files.createDirectories(folder.resolve("profile"));
    Path log = folder.resolve("chromium.log");
    Process process =
        new ProcessBuilder(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return new Chromium(process, awaitPort(process, profile.resolve("DevToolsActivePort"), log));
    } catch (IOException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static URI awaitPort(Process process, Path file, Path log) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return URI.create("http://127.0.0.1:" + lines.getFirst());
        }
      }
      if (!process.isAlive()) {
        throw new IOException("Chromium ended: " + Files.readString(log));
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new IOException("Chromium does not open its port: " + Files.readString(log));
  }

  /** A new page, empty. */
  Page page() throws IOException, InterruptedException {
    JsonNode target =
        new ObjectMapper()
            .readTree(
                http.send(
                        HttpRequest.newBuilder(devTools.resolve("/json/new?about:blank"))
                            .PUT(BodyPublishers.noBody())
                            .build(),
                        BodyHandlers.ofString())
                    .body());
    return Page.connect(http, URI.create(target.get("webSocketDebuggerUrl").asText()));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    end(process);
  }
}
