package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;

/** A relay's process that uses as much memory as it may, and far more than it may. */
class MemoryLimitTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final SigningKey KEY = Messages.key("memory");

  /** As bin/pod starts a relay. */
  private static final List<String> JVM =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx64m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:TrimNativeHeapInterval=1000",
          "-Dio.netty.allocator.type=unpooled",
          "-Dio.netty.noPreferDirect=true");

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static PublicKey relay;
  private static Address agent;
  private static Address other;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    relay = cluster.openRelay(1).address();
    agent = register("memory");
    other = register("other");
  }

  private static Address register(String name) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(KEY.address().toBytes())).toByteArray());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static RelayProcess relay(String name, String... settings) throws Exception {
    return RelayProcess.start(cluster, relay, folder.resolve(name), JVM, List.of(settings));
  }

  private static double metric(RelayProcess process, String name) {
    try {
      return process
          .get("/metrics")
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(0);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(RelayProcess process, String metric, double atLeast) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (metric(process, metric) < atLeast) {
      assertTrue(
          System.nanoTime() < deadline,
          metric + " does not reach " + atLeast + ": " + process.get("/metrics"));
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static HttpResponse<String> post(RelayProcess process, String path, String body)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(process.url().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static Domain domain(RelayProcess process) throws Exception {
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    return new Domain(
        Address.parse(about.get("genesisHash").asText()),
        Address.parse(about.get("program").asText()));
  }

  private static String message(Domain domain, int nonce) throws Exception {
    byte[] content = {(byte) nonce};
    var envelope =
        new EnvelopeDraft()
            .sender(agent)
            .recipient(other)
            .nonce(nonce)
            .timestampMs(System.currentTimeMillis())
            .content(content)
            .sign(domain, KEY);
    return Messages.body(envelope, content);
  }

  @Test
  void aLimitThatCantBeMetShedsMostMessagesAndSaysWhatToDo() throws Exception {
    try (RelayProcess process = relay("shed", "memory.limit=20MB")) {
      await(process, "pod_memory_shed_share", 0.875);
      Domain domain = domain(process);
      var statuses = new ArrayList<Integer>();
      for (int i = 0; i < 8; i++) {
        HttpResponse<String> answer = post(process, "/v1/messages", message(domain, i));
        statuses.add(answer.statusCode());
        if (answer.statusCode() == 503) {
          assertEquals("2", answer.headers().firstValue("Retry-After").orElseThrow());
          assertTrue(answer.body().contains("memory.limit"), answer.body());
        }
      }
      assertEquals(7, statuses.stream().filter(status -> status == 503).count(), "" + statuses);
      assertEquals(1, statuses.stream().filter(status -> status == 202).count(), "" + statuses);
      JsonNode ready = JSON.readTree(process.get("/readyz"));
      assertEquals("NOT_READY", ready.at("/parts/memory/state").asText(), ready.toString());
      assertEquals("ok", JSON.readTree(process.get("/healthz")).get("status").asText());
    }
  }
}
