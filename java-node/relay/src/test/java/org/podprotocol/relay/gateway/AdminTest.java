package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTest {
  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EdgeFixture edge;

  @BeforeEach
  void open() throws Exception {
    edge = new EdgeFixture(folder, Map.of("listen.admin-port", "0"));
  }

  @AfterEach
  void close() {
    http.close();
    edge.close();
  }

  private URI admin(String path) {
    return URI.create("http://127.0.0.1:" + edge.gateway().adminPort() + path);
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = edge.send(HttpRequest.newBuilder(admin(path)).GET());
    assertEquals(200, answer.statusCode(), answer.body());
    return EdgeFixture.JSON.readTree(answer.body());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return edge.send(HttpRequest.newBuilder(admin(path)).POST(BodyPublishers.ofString(body)));
  }

  private static final class Ended implements WebSocket.Listener {
    private final CompletableFuture<String> how = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      how.complete("closed");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      how.complete("cut");
    }
  }

  private Ended stream() throws Exception {
    var ended = new Ended();
    http.newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + edge.gateway().port() + "/v1/stream"), ended)
        .get(10, TimeUnit.SECONDS);
    return ended;
  }

  private JsonNode websocket() throws Exception {
    for (JsonNode one : get("/admin/connections").get("connections")) {
      if (one.get("kind").asText().equals("websocket")) {
        return one;
      }
    }
    throw new AssertionError("no WebSocket is listed");
  }

  @Test
  void connectionsAreListedAndClosedByNumber() throws Exception {
    Ended ended = stream();
    JsonNode one = websocket();
    assertEquals("127.0.0.1", one.get("address").asText());
    HttpResponse<String> closed =
        post("/admin/connections/close", "{\"id\":" + one.get("id").asLong() + "}");
    assertEquals("{\"closed\":1}", closed.body());
    ended.how.get(10, TimeUnit.SECONDS);
    assertEquals("{\"closed\":0}", post("/admin/connections/close", "{\"id\":\"999999\"}").body());
  }

  @Test
  void connectionsOfAnAddressAreClosedButNotTheOperatorsOwn() throws Exception {
    Ended ended = stream();
    HttpResponse<String> closed = post("/admin/connections/close", "{\"address\":\"127.0.0.1\"}");
    assertEquals(200, closed.statusCode());
    assertTrue(EdgeFixture.JSON.readTree(closed.body()).get("closed").asInt() >= 1);
    ended.how.get(10, TimeUnit.SECONDS);
    assertEquals(400, post("/admin/connections/close", "{}").statusCode());
  }

  @Test
  void queuesAreNamedAsTheMetricsAre() throws Exception {
    edge.metrics.gauge("admission.queue", () -> (com.codahale.metrics.Gauge<Integer>) () -> 7);
    assertEquals(7, get("/admin/queues").get("admission.queue").asInt());
  }

  @Test
  void cachesAreEmptiedWhenTheOperatorSaysSo() throws Exception {
    JsonNode memory = EdgeFixture.JSON.readTree(post("/admin/memory/trim", "").body());
    assertEquals("collected garbage", memory.at("/actions/0/what").asText(), memory.toString());
    assertEquals(memory.get("limitBytes"), get("/admin/memory").get("limitBytes"));
  }

  @Test
  void drainingIsBegunAndRulesAreShown() throws Exception {
    assertFalse(edge.drained);
    assertEquals(202, post("/admin/drain", "").statusCode());
    assertTrue(edge.drained);
    assertEquals(0, get("/admin/alerts").get("rules").size());
  }

  @Test
  void nothingOfThisIsOnThePublicListener() throws Exception {
    assertEquals(404, edge.post("/admin/drain", "").statusCode());
    assertEquals(404, edge.get("/admin/connections").statusCode());
    assertEquals(404, edge.get("/admin/memory").statusCode());
  }
}
