package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.journal.Messages;

class EventStreamTest {
  @TempDir private Path folder;
  private EdgeFixture edge;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeFixture(folder, Map.of());
    edge.chain.agents("ada", "ben");
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private BufferedReader open(String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(edge.uri("/v1/events/" + Messages.address("ben") + query))
            .headers(headers);
    HttpResponse<java.io.InputStream> response =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElseThrow());
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The next event's data, with its id checked. */
  private static String event(BufferedReader in, long id) throws IOException {
    String line = in.readLine();
    while (line.isEmpty() || line.startsWith(":")) {
      line = in.readLine();
    }
    assertEquals("id: " + id, line);
    assertEquals("event: message", in.readLine());
    String data = in.readLine();
    assertTrue(data.startsWith("data: {"), data);
    return data.substring(6);
  }

  private void post(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      byte[] content = ("event " + i).getBytes(StandardCharsets.UTF_8);
      assertEquals(202, edge.postMessage("ada", "ben", content).statusCode());
    }
  }

  @Test
  void eventsComeInOrderAndGoOnAfterTheLastOne() throws Exception {
    post(3);
    String[] bearer = edge.bearer("ben");
    try (BufferedReader in = open("", bearer)) {
      for (int seq = 1; seq <= 3; seq++) {
        assertEquals(seq, EdgeFixture.JSON.readTree(event(in, seq)).get("seq").asInt());
      }
      post(1);
      event(in, 4);
    }
    try (BufferedReader in = open("?from=1", bearer[0], bearer[1], "Last-Event-ID", "2")) {
      event(in, 3);
      event(in, 4);
    }
  }

  @Test
  void anInboxNeedsItsOwnLogin() throws Exception {
    String path = "/v1/events/" + Messages.address("ben");
    assertEquals(401, edge.get(path).statusCode());
    assertEquals(401, edge.get(path, edge.bearer("ada")).statusCode());
    assertEquals(400, edge.get(path + "?from=x", edge.bearer("ben")).statusCode());
  }

  @Test
  void aRotatedKeyEndsTheStream() throws Exception {
    try (BufferedReader in = open("", edge.bearer("ben"))) {
      assertEquals(": begins", in.readLine());
      edge.chain.set("ben", Messages.key("ben's next"), false);
      String line = in.readLine();
      while (line != null) {
        line = in.readLine();
      }
    }
  }
}
