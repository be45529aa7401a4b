package org.podprotocol.client.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.http.HttpBounds;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Hash;

class RelayApiTest {
  private record Reply(int status, String type, String body) {}

  private static final String CHALLENGE =
      "{\"relay\":\"%s\",\"challenge\":\"%s\",\"expiresAtMs\":5,\"origin\":\"http://a\",\"new\":1}"
          .formatted(Samples.address(6), "ab".repeat(32));

  private final Queue<Reply> replies = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private RelayApi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    api =
        new RelayApi(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            new HttpLane(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                new HttpBounds(4, 4, Duration.ofSeconds(20), 1 << 20)),
            new Retry(3, Duration.ofMillis(1), Duration.ofSeconds(2)));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      exchange.getRequestBody().readAllBytes();
      Reply reply = replies.poll();
      if (reply == null) {
        return;
      }
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", reply.type());
      exchange.getResponseHeaders().add("Retry-After", "0");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized void reply(int status, String type, String body) {
    replies.add(new Reply(status, type, body));
  }

  private void refuse(int status, String code) {
    reply(
        status,
        "application/problem+json",
        "{\"code\":\"%s\",\"status\":%d,\"title\":\"No\",\"relayTimeMs\":7}"
            .formatted(code, status));
  }

  private Throwable failure(CompletableFuture<?> future) {
    return assertThrows(CompletionException.class, future::join).getCause();
  }

  @Test
  void aBusyRelayIsAskedAgainAndUnknownMembersDoNotMatter() {
    refuse(503, "overloaded");
    refuse(429, "rate-limited");
    reply(200, "application/json", CHALLENGE);
    Challenge challenge = api.challenge(Samples.address(3)).join();
    assertEquals("http://a", challenge.origin());
    assertEquals(3, requests.size());
  }

  @Test
  void aProxyThatDoesNotReachTheRelayIsAskedAgain() {
    reply(502, "text/html", "<html>bad gateway</html>");
    reply(504, "text/html", "<html>time-out</html>");
    reply(200, "application/json", CHALLENGE);
    assertEquals("http://a", api.challenge(Samples.address(3)).join().origin());
    for (int i = 0; i < 3; i++) {
      reply(502, "text/html", "<html>bad gateway</html>");
    }
    ProblemException refused =
        assertInstanceOf(ProblemException.class, failure(api.challenge(Samples.address(3))));
    assertEquals(Problem.UNAVAILABLE, refused.problem().code());
  }

  @Test
  void aBrokenConnectionIsTriedAgainAndInTheEndGivenUp() {
    assertInstanceOf(IOException.class, failure(api.challenge(Samples.address(3))));
    assertEquals(3, requests.size());
  }

  @Test
  void aRefusalIsNotRepeatedAndKeepsItsParts() {
    refuse(422, "timestamp-out-of-window");
    ProblemException refused =
        assertInstanceOf(ProblemException.class, failure(api.challenge(Samples.address(3))));
    assertEquals("timestamp-out-of-window", refused.problem().code());
    assertEquals(422, refused.problem().status());
    assertEquals(7L, refused.problem().relayTimeMs());
    assertEquals(1, requests.size());
  }

  @Test
  void answersOutOfFormAreTheRelaysFault() {
    reply(200, "application/json", "[]");
    assertInstanceOf(AnswerException.class, failure(api.challenge(Samples.address(3))));
    reply(200, "application/json", "{");
    assertInstanceOf(AnswerException.class, failure(api.challenge(Samples.address(3))));
    reply(200, "application/json", CHALLENGE.replace("\"expiresAtMs\":5", "\"expiresAtMs\":\"5\""));
    assertInstanceOf(AnswerException.class, failure(api.challenge(Samples.address(3))));
    reply(200, "application/json", CHALLENGE.replace("abab", "ABAB"));
    assertInstanceOf(AnswerException.class, failure(api.challenge(Samples.address(3))));
    reply(404, "text/html", "<html>not found</html>");
    assertInstanceOf(AnswerException.class, failure(api.challenge(Samples.address(3))));
    OutgoingMessage message =
        new OutgoingMessage(Samples.text().sign(Samples.DOMAIN, Samples.KEY), Samples.CONTENT);
    reply(200, "application/json", "{\"results\":[]}");
    assertInstanceOf(AnswerException.class, failure(api.send(List.of(message))));
  }

  @Test
  void anInboxWithAGapIsTheRelaysFault() {
    reply(200, "application/json", "{\"messages\":[],\"next\":5}");
    assertEquals(5, api.inbox(Samples.address(4), 5, 10, null).join().next());
    reply(200, "application/json", "{\"messages\":[{\"seq\":6}],\"next\":7}");
    assertInstanceOf(AnswerException.class, failure(api.inbox(Samples.address(4), 5, 10, null)));
  }

  @Test
  void oneMessageOfManyMayBeRefused() {
    OutgoingMessage message =
        new OutgoingMessage(Samples.text().sign(Samples.DOMAIN, Samples.KEY), Samples.CONTENT);
    reply(
        200,
        "application/json",
        "{\"results\":[{\"error\":{\"code\":\"expired\",\"status\":422,\"title\":\"Expired\"}}]}");
    SendResult.Refused refused =
        assertInstanceOf(SendResult.Refused.class, api.send(List.of(message)).join().get(0));
    assertEquals("expired", refused.problem().code());
  }

  @Test
  void originsAreLowerCaseAndWithoutTheSchemesOwnPort() {
    assertEquals("http://relay.example", Origin.of(URI.create("HTTP://Relay.Example:80/x")).text());
    assertEquals("https://relay.example", Origin.of(URI.create("https://relay.example")).text());
    assertEquals(
        "https://relay.example:8443", Origin.of(URI.create("https://relay.example:8443")).text());
    assertThrows(
        IllegalArgumentException.class, () -> Origin.of(URI.create("ftp://relay.example")));
    assertThrows(IllegalArgumentException.class, () -> Origin.of(URI.create("relay.example:80")));
  }

  @Test
  void addressesOfMessagesAreBuiltFromTheId() {
    refuse(404, "not-found");
    failure(api.proof(Hash.ZERO, null));
    assertEquals("GET /v1/messages/" + "00".repeat(32) + "/proof", requests.get(0));
  }
}
