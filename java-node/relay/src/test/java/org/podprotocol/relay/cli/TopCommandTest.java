package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.cli.top.MetricSource;
import org.podprotocol.relay.cli.top.Screen;
import org.podprotocol.relay.process.RelayProcess;

/** {@code pod top} against a running relay. */
class TopCommandTest {
  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayProcess relay;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    PublicKey account = cluster.openRelay(1).address();
    relay = RelayProcess.start(cluster, account, folder.resolve("relay"), List.of(), List.of());
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
    cluster.close();
  }

  private static String url() {
    return relay.url().toString();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "does not come about: " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void oneReadingIsPrintedWhole() {
    PodRun run = PodRun.of("top", "--once", "--url", url());
    assertEquals(0, run.exitCode(), run.err());
    for (String part :
        List.of("ready", "MESSAGES", "TRANSACTIONS", "SYSTEM", "QUEUES", "ENDPOINTS", "simulate")) {
      assertTrue(run.out().contains(part), run.out());
    }
    assertFalse(run.out().contains("\u001b"), "escape sequences outside a terminal");
  }

  @Test
  void aReadingFitsEightyByTwentyFour() throws Exception {
    try (var source = new MetricSource(relay.url(), Clock.systemUTC())) {
      List<String> lines = new Screen(80, 24).lines(source.read(), Optional.empty());
      assertTrue(lines.size() <= 24, String.join("\n", lines));
      for (String line : lines) {
        assertTrue(line.length() <= 80, line);
      }
      assertTrue(lines.stream().anyMatch(line -> line.contains("send")), String.join("\n", lines));
      assertFalse(String.join("\n", lines).contains("memory -"), String.join("\n", lines));
    }
  }

  @Test
  void aReadingAsJsonHasTheMetrics() throws Exception {
    PodRun run = PodRun.of("top", "--once", "--json", "--url", url());
    JsonNode reading = new ObjectMapper().readTree(run.out());
    assertTrue(reading.at("/metrics/process.resident.bytes").asLong() > 1_000_000, run.out());
    assertTrue(reading.at("/metrics/admission.latency/1m").has("p999"), run.out());
    assertFalse(reading.get("relay").asText().isEmpty());
  }

  @Test
  void aRelayThatIsNotThereIsNamed() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    PodRun run = PodRun.of("top", "--once", "--url", "http://127.0.0.1:" + free);
    assertEquals(4, run.exitCode());
    assertTrue(run.err().contains("http://127.0.0.1:" + free), run.err());
    assertEquals(2, PodRun.of("top", "--url", "relay.example.org").exitCode());
    assertEquals(2, PodRun.of("top", "--interval", "0").exitCode());
  }

  @Test
  void theAddressIsTakenFromAConfiguration() throws Exception {
    Path file = folder.resolve("relay.toml");
    URI at = relay.url();
    Files.writeString(
        file,
        "[chain]\nprogram = \"%s\"\nrelay = \"%s\"\n[listen]\nport = 9\nadmin-port = %d\n"
            .formatted(TestCluster.PROGRAM, TestCluster.PROGRAM, at.getPort()));
    assertEquals(0, PodRun.of("top", "--once", "--config", file.toString()).exitCode());
  }

  /** In a pseudo terminal, by script(1). */
  @Test
  void theTerminalIsAsItWasAfterCtrlC() throws Exception {
    Path typescript = folder.resolve("typescript");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "stty rows 24 cols 80; exec %s -cp '%s' org.podprotocol.relay.cli.Main top --interval 1 --url %s"
            .formatted(java, System.getProperty("java.class.path"), url());
    Process script =
        new ProcessBuilder(
                "script", "--quiet", "--flush", "--return", "-c", command, typescript.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("script.log").toFile())
            .start();
    try {
      await("two screens", () -> read(typescript).split("\u001b\\[H", -1).length > 2);
      // As the terminal sends it when somebody types Ctrl-C.
      script.getOutputStream().write(3);
      script.getOutputStream().flush();
      assertTrue(script.waitFor(20, TimeUnit.SECONDS), "does not end");
      String shown = read(typescript);
      assertTrue(shown.contains("\u001b[?1049h"), shown);
      assertTrue(
          shown.lastIndexOf("\u001b[?25h\u001b[?1049l") > shown.lastIndexOf("\u001b[J"), shown);
      assertTrue(shown.contains("ENDPOINTS"), shown);
      assertEquals(130, script.exitValue());
    } finally {
      script.destroy();
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
