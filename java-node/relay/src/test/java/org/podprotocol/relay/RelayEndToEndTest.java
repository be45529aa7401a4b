package org.podprotocol.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Timer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.journal.JournalOpenException;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.observe.MetricCatalog;
import org.podprotocol.relay.observe.alerts.HeardAlerts;
import org.podprotocol.relay.process.ApiLogin;
import org.podprotocol.relay.process.Promtool;

/** A relay as it is deployed, on a real chain, reached by HTTP. */
class RelayEndToEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final SigningKey ADA_KEY = Messages.key("ada");
  private static final SigningKey BEN_KEY = Messages.key("ben");

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static PublicKey relayAccount;
  private static Relay relay;
  private static HeardAlerts alerts;
  private static Domain domain;
  private static Address ada;
  private static Address ben;
  private static long nonce;

  @BeforeAll
  static void start() throws Exception {
    alerts = new HeardAlerts();
    cluster = TestCluster.start(folder, 50);
    relayAccount = cluster.openRelay(1).address();
    ada = register("ada", ADA_KEY);
    ben = register("ben", BEN_KEY);
    relay = Relay.start(config(folder.resolve("data"), Map.of()), "test");
    JsonNode about = get("/v1/relay", null);
    domain =
        new Domain(
            Address.parse(about.get("genesisHash").asText()),
            Address.parse(about.get("program").asText()));
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
    }
    cluster.close();
    alerts.close();
  }

  private static Address register(String name, SigningKey key) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(key.address().toBytes())).toByteArray());
  }

  private static RelayConfig config(Path data, Map<String, String> more) throws Exception {
    var chain = cluster.settings(relayAccount);
    var settings = new java.util.HashMap<String, String>();
    settings.put("chain.rpc", chain.rpc().getFirst().toString());
    settings.put("chain.program", chain.programId().toBase58());
    settings.put("chain.relay", relayAccount.toBase58());
    settings.put("chain.committer-key", chain.committerKey().toString());
    settings.put("chain.receipt-key", chain.receiptKey().toString());
    settings.put("chain.commit-interval", "100ms");
    settings.put("data.folder", data.toString());
    settings.put("listen.port", "0");
    settings.put("alerts.webhooks", alerts.address().toString());
    settings.put("alerts.rules.always.metric", "chain.balance.lamports");
    settings.put("alerts.rules.always.above", "1");
    settings.putAll(more);
    return ConfigFile.read(Optional.empty(), Map.of(), settings);
  }

  private static HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static JsonNode get(String path, String token) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(path, token).GET().build());
    return JSON.readTree(response.body());
  }

  private static int status(String path, String token) throws IOException, InterruptedException {
    return send(request(path, token).GET().build()).statusCode();
  }

  private static HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path, null)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode refused(int status, String code, HttpResponse<String> response)
      throws IOException {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElseThrow());
    JsonNode problem = JSON.readTree(response.body());
    assertEquals(code, problem.get("code").asText());
    assertEquals(status, problem.get("status").asInt());
    return problem;
  }

  private static EnvelopeDraft draft(byte[] content) {
    return new EnvelopeDraft()
        .messageType(MessageType.TEXT)
        .sender(ada)
        .recipient(ben)
        .nonce(++nonce)
        .timestampMs(System.currentTimeMillis())
        .content(content);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String login(Address agent, SigningKey key) throws Exception {
    return ApiLogin.token(URI.create("http://127.0.0.1:" + relay.port()), domain, agent, key);
  }

  @Test
  void aMessageIsAcceptedReadAnchoredAndProven() throws Exception {
    byte[] content = utf8("Grüße, 你好, привет");
    Envelope envelope = draft(content).sign(domain, ADA_KEY);
    HttpResponse<String> response = post("/v1/messages", Messages.body(envelope, content));
    assertEquals(202, response.statusCode(), response.body());
    JsonNode accepted = JSON.readTree(response.body());
    String id = envelope.id(domain).toString();
    assertEquals(id, accepted.get("id").asText());
    assertFalse(accepted.get("duplicate").asBoolean());

    String token = login(ben, BEN_KEY);
    String path = "/v1/messages/" + id;
    JsonNode read = get(path, token);
    assertEquals(Base64.getEncoder().encodeToString(content), read.get("content").asText());
    assertEquals(accepted.get("receipt"), read.get("receipt"));

    Await.until("anchored", () -> proofStatus(path, token) == 200);
    JsonNode proof = get(path + "/proof", token);
    var hashes = new ArrayList<Hash>();
    for (JsonNode hash : proof.get("path")) {
      hashes.add(Hash.parse(hash.asText()));
    }
    assertEquals(envelope.leafHash().toString(), proof.get("leafHash").asText());
    assertEquals(HexFormat.of().formatHex(envelope.toBytes()), proof.get("leaf").asText());
    Hash peak = InclusionPath.climb(envelope.leafHash(), proof.get("epochIndex").asLong(), hashes);
    assertEquals(peak.toString(), proof.get("peak").asText());
    assertTrue(List.of("anchored", "finalized").contains(get(path, token).get("state").asText()));
  }

  private static int proofStatus(String path, String token) {
    try {
      return status(path + "/proof", token);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDuplicateIsAnsweredWithItsFirstReceipt() throws Exception {
    byte[] content = utf8("twice");
    String body = Messages.body(draft(content).sign(domain, ADA_KEY), content);
    JsonNode first = JSON.readTree(post("/v1/messages", body).body());
    HttpResponse<String> again = post("/v1/messages", body);
    assertEquals(200, again.statusCode());
    JsonNode second = JSON.readTree(again.body());
    assertTrue(second.get("duplicate").asBoolean());
    assertEquals(first.get("receipt"), second.get("receipt"));
  }

  @Test
  void manyMessagesAreAnsweredOneByOne() throws Exception {
    byte[] content = utf8("many");
    Envelope good = draft(content).sign(domain, ADA_KEY);
    Envelope bad = draft(content).sign(domain, BEN_KEY);
    String body =
        "{\"messages\":[" + Messages.body(good, content) + "," + Messages.body(bad, content) + "]}";
    HttpResponse<String> response = post("/v1/messages", body);
    assertEquals(200, response.statusCode(), response.body());
    JsonNode results = JSON.readTree(response.body()).get("results");
    assertEquals(good.id(domain).toString(), results.get(0).get("id").asText());
    assertEquals("wrong-signer", results.get(1).get("error").get("code").asText());
  }

  @Test
  void everyRefusalIsAClearError() throws Exception {
    byte[] content = utf8("refused");
    Envelope good = draft(content).sign(domain, ADA_KEY);
    byte[] forged = good.toBytes();
    forged[8] ^= 1;
    refused(
        403, "bad-signature", post("/v1/messages", Messages.body(Envelope.of(forged), content)));

    Address nobody = Messages.address("nobody");
    refused(
        403,
        "unknown-sender",
        post(
            "/v1/messages",
            Messages.body(draft(content).sender(nobody).sign(domain, ADA_KEY), content)));
    refused(
        422,
        "unknown-recipient",
        post(
            "/v1/messages",
            Messages.body(draft(content).recipient(nobody).sign(domain, ADA_KEY), content)));
    refused(
        403,
        "wrong-signer",
        post("/v1/messages", Messages.body(draft(content).sign(domain, BEN_KEY), content)));
    refused(
        422,
        "self-message",
        post(
            "/v1/messages",
            Messages.body(draft(content).recipient(ada).sign(domain, ADA_KEY), content)));
    JsonNode late =
        refused(
            422,
            "timestamp-out-of-window",
            post(
                "/v1/messages",
                Messages.body(
                    draft(content)
                        .timestampMs(System.currentTimeMillis() - 400_000)
                        .sign(domain, ADA_KEY),
                    content)));
    assertTrue(Math.abs(late.get("relayTimeMs").asLong() - System.currentTimeMillis()) < 60_000);
    refused(422, "content-mismatch", post("/v1/messages", Messages.body(good, utf8("another"))));
    byte[] control = {0x41, 0x00};
    refused(
        422,
        "invalid-text",
        post("/v1/messages", Messages.body(draft(control).sign(domain, ADA_KEY), control)));
    refused(400, "malformed", post("/v1/messages", "{\"envelope\":"));
    refused(400, "malformed", post("/v1/messages", "{\"envelop\":1}"));
    byte[] large = new byte[Envelope.MAX_CONTENT_LENGTH + 1];
    refused(
        413,
        "content-too-large",
        post(
            "/v1/messages",
            Messages.body(
                draft(large).messageType(MessageType.DATA).sign(domain, ADA_KEY), large)));
    refused(413, "content-too-large", post("/v1/messages", " ".repeat(5 << 20)));
    byte[] other = utf8("other");
    Envelope first = draft(content).sign(domain, ADA_KEY);
    post("/v1/messages", Messages.body(first, content));
    JsonNode used =
        refused(
            409,
            "duplicate-nonce",
            post(
                "/v1/messages",
                Messages.body(draft(other).nonce(first.nonce()).sign(domain, ADA_KEY), other)));
    assertEquals(first.id(domain).toString(), used.get("id").asText());
    refused(404, "not-found", send(request("/v1/nothing", null).GET().build()));
    refused(405, "method-not-allowed", send(request("/v1/relay", null).DELETE().build()));
  }

  @Test
  void privateMessagesNeedTheRightLogin() throws Exception {
    byte[] content = utf8("private");
    Envelope envelope = draft(content).sign(domain, ADA_KEY);
    post("/v1/messages", Messages.body(envelope, content));
    SigningKey eveKey = Messages.key("eve");
    Address eve = register("eve", eveKey);
    String path = "/v1/messages/" + envelope.id(domain);
    for (String place : List.of(path, path + "/proof", "/v1/inbox/" + ben)) {
      assertEquals(401, status(place, null), place);
      assertEquals(401, status(place, "no-such-token"), place);
      assertEquals(401, status(place, login(eve, eveKey)), place);
    }
    assertEquals(200, status(path, login(ada, ADA_KEY)));
    assertEquals(200, status("/v1/inbox/" + ben, login(ben, BEN_KEY)));
    assertEquals(401, status("/v1/inbox/" + ben, login(ada, ADA_KEY)));
  }

  @Test
  void anInboxIsReadFromAnyPlaceWithoutGaps() throws Exception {
    for (int i = 0; i < 5; i++) {
      byte[] content = utf8("page " + i);
      post("/v1/messages", Messages.body(draft(content).sign(domain, ADA_KEY), content));
    }
    String token = login(ben, BEN_KEY);
    long next = 1;
    JsonNode page = get("/v1/inbox/" + ben + "?from=1&limit=2", token);
    while (!page.get("messages").isEmpty()) {
      for (JsonNode message : page.get("messages")) {
        assertEquals(next++, message.get("seq").asLong());
      }
      assertEquals(next, page.get("next").asLong());
      page = get("/v1/inbox/" + ben + "?from=" + next + "&limit=2", token);
    }
    assertTrue(next > 5);
  }

  @Test
  void healthAndMetricsAreThere() throws Exception {
    Await.until("ready", () -> readyStatus() == 200);
    assertEquals(200, status("/healthz", null));
    HttpResponse<String> metrics = send(request("/metrics", null).GET().build());
    assertTrue(
        metrics.body().contains("# TYPE pod_admission_accepted_total counter"), metrics.body());
    assertTrue(metrics.body().contains("pod_journal_messages "), metrics.body());
  }

  @Test
  void prometheusFindsNothingWrongWithTheMetrics() throws Exception {
    String metrics = send(request("/metrics", null).GET().build()).body();
    Promtool checked = Promtool.run(metrics, "check", "metrics");
    assertEquals(0, checked.exitCode(), checked.said());
  }

  @Test
  void aRuleThatDoesNotHoldIsToldToTheWebhook() {
    JsonNode alert = alerts.await(0);
    assertEquals("always", alert.get("alert").asText());
    assertEquals("firing", alert.get("state").asText());
    assertEquals(relayAccount.toBase58(), alert.get("relay").asText());
    assertTrue(alert.get("value").asLong() > 1_000_000_000L, "the committer's balance");
  }

  @Test
  void everyMetricSaysWhatItMeans() {
    var catalog = MetricCatalog.all();
    var wrong = new java.util.TreeSet<String>();
    var seen = new java.util.TreeSet<String>();
    relay
        .metrics()
        .getMetrics()
        .forEach(
            (name, metric) -> {
              String source = name.replaceAll("\\{.*", "");
              seen.add(source);
              var entry = catalog.get(source);
              List<String> labels =
                  name.equals(source)
                      ? List.of()
                      : java.util.Arrays.stream(
                              name.substring(name.indexOf('{') + 1, name.length() - 1).split(","))
                          .map(label -> label.replaceAll("=.*", ""))
                          .toList();
              if (entry == null || entry.kind() != kind(metric) || !entry.labels().equals(labels)) {
                wrong.add(name);
              }
            });
    assertEquals(java.util.Set.of(), wrong);
    var missing = new java.util.TreeSet<>(catalog.keySet());
    missing.removeAll(seen);
    missing.removeIf(
        name ->
            name.startsWith("operations.")
                || name.startsWith("content.uploads.")
                || name.startsWith("compressed.")
                || name.startsWith("admission.policy.")
                || name.equals("content.pin.latency")
                // They come with the first request.
                || name.equals("http.requests")
                || name.equals("http.latency")
                || name.equals("ws.frames"));
    assertEquals(java.util.Set.of(), missing);
  }

  private static MetricCatalog.Kind kind(Metric metric) {
    return switch (metric) {
      case Counter c -> MetricCatalog.Kind.COUNTER;
      case Timer t -> MetricCatalog.Kind.TIMER;
      case Histogram h -> MetricCatalog.Kind.HISTOGRAM;
      default -> MetricCatalog.Kind.GAUGE;
    };
  }

  @Test
  void aMessageAndItsCommitAreMeasured() throws Exception {
    byte[] content = utf8("measured");
    Envelope envelope = draft(content).sign(domain, ADA_KEY);
    post("/v1/messages", Messages.body(envelope, content));
    String token = login(ben, BEN_KEY);
    String path = "/v1/messages/" + envelope.id(domain);
    Await.until("anchored", () -> proofStatus(path, token) == 200);
    Await.until("balance", () -> number("pod_chain_balance_lamports{account=\"committer\"}") > 0);
    Await.until("landed", () -> number("pod_chain_transactions_total{outcome=\"landed\"}") > 0);
    assertTrue(number("pod_admission_latency_seconds_count") > 0);
    assertTrue(number("pod_anchoring_latency_seconds_count") > 0);
    assertTrue(number("pod_chain_transactions_broadcast_seconds_sum") > 0);
    assertTrue(number("pod_chain_transactions_fee_lamports_total") >= 5_000);
    assertTrue(number("pod_journal_disk_free_bytes") > 0);
    assertTrue(number("pod_process_resident_bytes") > 0);
    String endpoint = cluster.settings(relayAccount).rpc().getFirst().getAuthority();
    assertTrue(
        number("pod_chain_endpoint_calls_total{endpoint=\"" + endpoint + "\",class=\"send\"}") > 0);
    assertEquals(
        1, number("pod_chain_endpoint_available{endpoint=\"" + endpoint + "\",class=\"read\"}"));
  }

  /** The value of a line of /metrics; -1 if there is none. */
  private static double number(String series) {
    try {
      return send(request("/metrics", null).GET().build())
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElse(-1);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int readyStatus() {
    try {
      return status("/readyz", null);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOccupiedPortIsNamed() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RelayConfig config =
          config(
              folder.resolve("other"),
              Map.of("listen.port", Integer.toString(socket.getLocalPort())));
      var refused = assertThrows(IOException.class, () -> Relay.start(config, "test"));
      assertTrue(refused.getMessage().contains("listen.port"), refused.getMessage());
    }
  }

  @Test
  void aDataFolderInUseIsNamed() throws Exception {
    RelayConfig config = config(folder.resolve("data"), Map.of());
    var refused = assertThrows(JournalOpenException.class, () -> Relay.start(config, "test"));
    assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
  }
}
