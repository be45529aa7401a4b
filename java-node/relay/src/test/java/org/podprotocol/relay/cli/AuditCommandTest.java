package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.anchoring.AnchoringSettings;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.anchoring.CheckpointSigner;
import org.podprotocol.relay.anchoring.LogAnchoring;
import org.podprotocol.relay.anchoring.MemoryJournal;
import org.podprotocol.relay.anchoring.PublishedLog;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.chain.TestCluster;

/** The command against a real log, whose tiles are served over HTTP. */
class AuditCommandTest {

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayAccount relay;
  private static HttpServer server;
  private static volatile boolean lying;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(folder, 50);
    relay = cluster.openRelay(1);
    var journal = new MemoryJournal();
    SolanaChain chain = cluster.open(relay.address());
    var anchoring =
        new LogAnchoring(
            journal,
            chain.ledger(),
            AnchoringSettings.of(folder.resolve("tree"), Duration.ofMillis(50), 0),
            new MetricRegistry());
    anchoring.start();
    journal.add(400);
    Await.until(() -> "final", () -> journal.finalizedSize() == 400);
    PublishedLog log =
        anchoring.published(new CheckpointSigner(chain.identity(), chain.receiptSigner()));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/log/0/",
        exchange -> {
          byte[] body =
              answer(log, exchange.getRequestURI().getPath().substring("/v1/log/0/".length()));
          exchange.sendResponseHeaders(
              body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static byte[] answer(PublishedLog log, String path) throws IOException {
    Optional<byte[]> found =
        switch (path) {
          case "checkpoint" -> log.checkpoint(0).map(text -> text.getBytes(StandardCharsets.UTF_8));
          case "tile/0/000" -> log.tile(0, 0, 0, 256);
          case "tile/0/001.p/144" -> log.tile(0, 0, 1, 144);
          default -> Optional.empty();
        };
    byte[] body = found.orElse(new byte[0]);
    if (lying && path.startsWith("tile")) {
      body[5] ^= 1;
    }
    return body;
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    cluster.close();
  }

  @Test
  void anHonestRelayEndsWithZeroAndAStateToGoOnFrom() throws IOException {
    lying = false;
    Path state = folder.resolve("audit.json");
    PodRun first = audit("--state", state.toString());
    assertEquals(0, first.exitCode(), first.err());
    JsonNode report = new ObjectMapper().readTree(first.out());
    assertEquals(400, report.get("leaves").asInt());
    assertEquals(0, report.get("findings").size());
    assertTrue(Files.exists(state));
    JsonNode again = new ObjectMapper().readTree(audit("--state", state.toString()).out());
    assertEquals(0, again.get("leaves").asInt());
    assertEquals(400, again.get("size").asInt());
  }

  @Test
  void aLyingRelayEndsWithFiveAndWhatWasFound() throws IOException {
    lying = true;
    PodRun run = audit();
    lying = false;
    assertEquals(5, run.exitCode(), run.err());
    JsonNode finding = new ObjectMapper().readTree(run.out()).get("findings").get(0);
    assertEquals("tiles-differ", finding.get("kind").asText());
  }

  @Test
  void aRelayThatIsNotThereIsRefused() {
    PodRun run =
        PodRun.of("audit", "--rpc", cluster.rpcUrl().toString(), TestCluster.PROGRAM.toBase58());
    assertEquals(3, run.exitCode(), run.err());
  }

  private static PodRun audit(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "audit",
                "--json",
                "--rpc",
                cluster.rpcUrl().toString(),
                "--endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort()));
    arguments.addAll(List.of(more));
    arguments.add(relay.address().toBase58());
    return PodRun.of(arguments.toArray(String[]::new));
  }
}
