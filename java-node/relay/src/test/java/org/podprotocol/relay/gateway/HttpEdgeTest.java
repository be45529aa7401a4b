package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.observe.Health.Part;

class HttpEdgeTest {
  @TempDir private Path folder;
  private EdgeFixture edge;

  private void start(String... settings) throws Exception {
    var all = new java.util.HashMap<String, String>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    edge = new EdgeFixture(folder, all);
    edge.chain.agents("ada", "ben");
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private static String code(HttpResponse<String> response) throws IOException {
    return EdgeFixture.JSON.readTree(response.body()).get("code").asText();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends raw bytes and gives what comes back until the relay closes or {@code until} has come. */
  private String raw(String request, String until) throws IOException {
    try (var socket = new Socket("127.0.0.1", edge.gateway().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket.getInputStream(), until);
    }
  }

  private static String read(InputStream in, String until) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      if (!until.isEmpty() && text.contains(until)) {
        return text;
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    start();
    String get = "GET %s HTTP/1.1\r\nHost: x\r\nX-Request-Id: %s\r\n\r\n";
    String answers =
        raw(
            get.formatted("/v1/relay", "one")
                + get.formatted("/v1/none", "two")
                + get.formatted("/healthz", "three"),
            "three");
    int one = answers.indexOf("one");
    int two = answers.indexOf("two");
    assertTrue(one > 0 && one < two && two < answers.indexOf("three"), answers);
  }

  @Test
  void aRequestThatTricklesIsCutOff() throws Exception {
    start("limits.request", "300ms");
    assertEquals("", raw("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Le", ""));
    assertEquals(
        "", raw("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", ""));
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    start("limits.idle", "200ms");
    assertEquals("", raw("", ""));
  }

  @Test
  void whatIsNoHttpIsRefused() throws Exception {
    start("limits.headers", "4KiB");
    assertTrue(raw("this is no HTTP\r\n\r\n", "").startsWith("HTTP/1.1 400"));
    assertTrue(
        raw("GET / HTTP/1.1\r\nX: " + "y".repeat(5000) + "\r\n\r\n", "")
            .startsWith("HTTP/1.1 400"));
    for (String path : List.of("/v1/messages", "/v1/content")) {
      assertTrue(
          raw("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2@59\r\n\r\n{}", "")
              .startsWith("HTTP/1.1 400"));
    }
    assertTrue(
        raw("GET /%zz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n", "decoded")
            .startsWith("HTTP/1.1 400"));
  }

  @Test
  void anExpiryThatJsonCannotCarryIsRefusedInBinaryToo() throws Exception {
    start();
    byte[] content = utf8("forever");
    Envelope envelope =
        new EnvelopeDraft()
            .sender(Messages.address("ada"))
            .recipient(Messages.address("ben"))
            .nonce(1)
            .timestampMs(System.currentTimeMillis())
            .expiresAtMs(1L << 53)
            .content(content)
            .sign(Messages.DOMAIN, Messages.key("ada"));
    HttpResponse<String> answer = edge.post("/v1/messages", Messages.body(envelope, content));
    assertEquals(400, answer.statusCode());
    var body = new ByteArrayOutputStream();
    body.writeBytes(envelope.toBytes());
    body.writeBytes(content);
    edge.send(
        HttpRequest.newBuilder(edge.uri("/v1/messages"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    assertEquals(0, edge.journal().size());
  }

  @Test
  void aBodyOverTheLimitIsRefusedBeforeItIsSent() throws Exception {
    start();
    String answer =
        raw(
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n",
            "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  @Test
  void largeBodiesWaitForRoom() throws Exception {
    start("limits.bodies", "100KiB");
    byte[] content = new byte[150_000];
    HttpResponse<String> refused = edge.postMessage("ada", "ben", content);
    assertEquals(503, refused.statusCode());
    assertEquals("overloaded", code(refused));
    assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
    // The room is given back after each that fits.
    for (int i = 0; i < 4; i++) {
      assertEquals(202, edge.postMessage("ada", "ben", new byte[60_000 + i]).statusCode());
    }
  }

  @Test
  void connectionsBeyondTheMostAreClosed() throws Exception {
    start("limits.connections-per-address", "2");
    try (var first = new Socket("127.0.0.1", edge.gateway().port());
        var second = new Socket("127.0.0.1", edge.gateway().port())) {
      Await.until(
          "two connections",
          () -> edge.metrics.getGauges().get("http.connections").getValue().equals(2));
      assertEquals("", raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", ""));
      assertTrue(first.isConnected() && second.isConnected());
    }
    Await.until(
        "none", () -> edge.metrics.getGauges().get("http.connections").getValue().equals(0));
    assertEquals(200, edge.get("/healthz").statusCode());
  }

  @Test
  void oneAddressIsHeldToItsRate() throws Exception {
    start(
        "limits.address-rate",
        "1",
        "limits.address-burst",
        "3",
        "limits.trusted-proxies",
        "127.0.0.1");
    for (int i = 0; i < 3; i++) {
      assertEquals(200, edge.get("/v1/relay", "X-Forwarded-For", "6.6.6.6, 10.0.0.1").statusCode());
    }
    HttpResponse<String> refused = edge.get("/v1/relay", "X-Forwarded-For", "7.7.7.7, 10.0.0.1");
    assertEquals(429, refused.statusCode());
    assertEquals("rate-limited", code(refused));
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
    assertEquals(200, edge.get("/v1/relay", "X-Forwarded-For", "10.0.0.2").statusCode());
  }

  @Test
  void forwardedAddressesOfStrangersAreNotBelieved() throws Exception {
    start("limits.address-rate", "1", "limits.address-burst", "1");
    assertEquals(200, edge.get("/v1/relay", "X-Forwarded-For", "10.0.0.1").statusCode());
    assertEquals(429, edge.get("/v1/relay", "X-Forwarded-For", "10.0.0.2").statusCode());
  }

  @Test
  void oneAgentIsHeldToItsRate() throws Exception {
    start("admission.agent-rate", "1", "admission.agent-burst", "2");
    assertEquals(202, edge.postMessage("ada", "ben", utf8("1")).statusCode());
    assertEquals(202, edge.postMessage("ada", "ben", utf8("2")).statusCode());
    assertEquals("rate-limited", code(edge.postMessage("ada", "ben", utf8("3"))));
    assertEquals(202, edge.postMessage("ben", "ada", utf8("1")).statusCode());
  }

  @Test
  void deniedAgentsMayNotSend() throws Exception {
    start("admission.deny", Messages.address("ada").toString());
    HttpResponse<String> refused = edge.postMessage("ada", "ben", utf8("no"));
    assertEquals(403, refused.statusCode());
    assertEquals("not-allowed", code(refused));
    assertEquals(202, edge.postMessage("ben", "ada", utf8("yes")).statusCode());
  }

  @Test
  void closedAgentsNeitherSendNorReceive() throws Exception {
    start();
    edge.chain.set("ada", Messages.key("ada"), true);
    assertEquals("unknown-sender", code(edge.postMessage("ada", "ben", utf8("x"))));
    assertEquals("unknown-recipient", code(edge.postMessage("ben", "ada", utf8("x"))));
  }

  @Test
  void withoutAChainNothingNewIsAcceptedAndWhatIsThereIsServed() throws Exception {
    start();
    byte[] content = utf8("before");
    var envelope = edge.envelope("ada", "ben", content);
    assertEquals(202, edge.post("/v1/messages", Messages.body(envelope, content)).statusCode());
    String[] bearer = edge.bearer("ben");
    edge.chain.down(true);
    HttpResponse<String> refused = edge.postMessage("ada", "ben", utf8("during"));
    assertEquals(503, refused.statusCode());
    assertEquals("chain-unavailable", code(refused));
    assertEquals(
        200, edge.get("/v1/messages/" + envelope.id(Messages.DOMAIN), bearer).statusCode());
    assertEquals(200, edge.get("/v1/inbox/" + Messages.address("ben"), bearer).statusCode());
    edge.chain.down(false);
    assertEquals(202, edge.postMessage("ada", "ben", utf8("after")).statusCode());
  }

  @Test
  void crossOriginPagesNeedToBeAllowed() throws Exception {
    start("listen.cors-origins", "https://app.example");
    HttpResponse<String> allowed = edge.get("/v1/relay", "Origin", "https://app.example");
    assertEquals(
        "https://app.example",
        allowed.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    HttpResponse<String> stranger = edge.get("/v1/relay", "Origin", "https://evil.example");
    assertTrue(stranger.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(edge.uri("/v1/messages")).method("OPTIONS", BodyPublishers.noBody());
    HttpResponse<String> answer =
        edge.send(
            preflight, "Origin", "https://app.example", "Access-Control-Request-Method", "POST");
    assertEquals(204, answer.statusCode());
    assertTrue(
        answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow().contains("POST"));
  }

  @Test
  void requestIdsAreKeptOrMade() throws Exception {
    start();
    assertEquals(
        "mine-1",
        edge.get("/v1/relay", "X-Request-Id", "mine-1")
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow());
    String made =
        edge.get("/v1/relay", "X-Request-Id", "not good!")
            .headers()
            .firstValue("X-Request-Id")
            .orElseThrow();
    assertFalse(made.contains("!"));
  }

  @Test
  void headAnswersWithoutABody() throws Exception {
    start();
    HttpResponse<String> head =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/relay")).method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertTrue(head.headers().firstValueAsLong("Content-Length").orElseThrow() > 100);
  }

  @Test
  void unknownParametersAndMediaTypesAreRefused() throws Exception {
    start();
    assertEquals("malformed", code(edge.get("/v1/inbox/" + Messages.address("ben") + "?form=1")));
    assertEquals("malformed", code(edge.get("/v1/inbox/" + Messages.address("ben") + "?from=0")));
    assertEquals("malformed", code(edge.get("/v1/messages/ABC")));
    HttpResponse<String> text =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/messages"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
    assertEquals(415, text.statusCode());
  }

  @Test
  void binaryBodiesAreAnsweredInBinary() throws Exception {
    start();
    byte[] content = utf8("binary");
    var body = new ByteArrayOutputStream();
    body.writeBytes(edge.envelope("ada", "ben", content).toBytes());
    body.writeBytes(content);
    HttpResponse<String> answer =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/messages"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    assertEquals(200, answer.statusCode());
    assertEquals(
        "application/octet-stream", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals(1, edge.journal().size());
  }

  @Test
  void readinessSaysWhatIsWrong() throws Exception {
    start();
    assertEquals(200, edge.get("/readyz").statusCode());
    edge.health.part("journal", () -> Part.notReady("the disk is full"));
    HttpResponse<String> notReady = edge.get("/readyz");
    assertEquals(503, notReady.statusCode());
    assertTrue(notReady.body().contains("the disk is full"));
    assertEquals(200, edge.get("/healthz").statusCode());
  }

  @Test
  void withAnAdminListenerMetricsAreServedThereAlone() throws Exception {
    start("listen.admin-port", "0");
    URI admin = URI.create("http://127.0.0.1:" + edge.gateway().adminPort());
    assertEquals(404, edge.get("/metrics").statusCode());
    HttpResponse<String> metrics =
        edge.send(HttpRequest.newBuilder(admin.resolve("/metrics")).GET());
    assertEquals(200, metrics.statusCode());
    assertTrue(metrics.body().contains("# TYPE pod_http_connections gauge"));
    assertEquals(
        404, edge.send(HttpRequest.newBuilder(admin.resolve("/v1/inbox/x")).GET()).statusCode());
    assertEquals(404, edge.post("/admin/log-level", "{\"level\":\"warn\"}").statusCode());
    HttpRequest.Builder level =
        HttpRequest.newBuilder(admin.resolve("/admin/log-level"))
            .POST(BodyPublishers.ofString("{\"level\":\"warn\"}"));
    assertEquals(204, edge.send(level).statusCode());
  }

  @Test
  void aFullJournalQueueIsAnswered503() throws Exception {
    start("journal.queue-bytes", "100B");
    HttpResponse<String> refused = edge.postMessage("ada", "ben", utf8("too much"));
    assertEquals(503, refused.statusCode());
    assertEquals("overloaded", code(refused));
  }
}
