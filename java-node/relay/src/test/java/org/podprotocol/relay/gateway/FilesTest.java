package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.content.Cid;
import org.podprotocol.relay.journal.Messages;

class FilesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;
  private EdgeFixture edge;

  @BeforeEach
  void open() throws Exception {
    edge =
        new EdgeFixture(
            folder,
            Map.of(
                "content.max-file",
                "4MiB",
                "content.agent-quota",
                "6MiB",
                "content.quota",
                "8MiB"));
    edge.chain.agents("alice", "bob", "carol");
  }

  @AfterEach
  void close() {
    edge.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private HttpResponse<String> keep(String owner, String query, byte[] file) throws Exception {
    return edge.send(
        HttpRequest.newBuilder(edge.uri("/v1/content" + query))
            .POST(BodyPublishers.ofByteArray(file)),
        edge.bearer(owner));
  }

  private String kept(String owner, String query, byte[] file) throws Exception {
    HttpResponse<String> answer = keep(owner, query, file);
    assertEquals(201, answer.statusCode(), answer.body());
    return EdgeFixture.JSON.readTree(answer.body()).get("cid").asText();
  }

  private HttpResponse<byte[]> read(String cid, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(edge.uri("/v1/content/" + cid)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String code(HttpResponse<?> problem) throws IOException {
    byte[] body =
        problem.body() instanceof byte[] bytes ? bytes : problem.body().toString().getBytes();
    return EdgeFixture.JSON.readTree(body).path("code").asText();
  }

  @Test
  void aFileOfSeveralBlocksIsKeptAndReadBackByItsOwner() throws Exception {
    byte[] file = random(3_000_000);
    String cid = kept("alice", "", file);
    HttpResponse<byte[]> read = read(cid, edge.bearer("alice"));
    assertEquals(200, read.statusCode());
    assertArrayEquals(file, read.body());
    assertEquals("\"" + cid + "\"", read.headers().firstValue("ETag").orElseThrow());
    assertEquals("private, no-store", read.headers().firstValue("Cache-Control").orElseThrow());
  }

  @Test
  void aPrivateFileIsForItsOwnerAndNamedReadersAlone() throws Exception {
    String cid = kept("alice", "?readers=" + Messages.address("bob"), random(1000));
    assertEquals(200, read(cid, edge.bearer("bob")).statusCode());
    HttpResponse<byte[]> other = read(cid, edge.bearer("carol"));
    assertEquals(404, other.statusCode());
    HttpResponse<byte[]> nobody = read(cid);
    assertEquals(401, nobody.statusCode());
    String absent = Cid.hash(Cid.RAW, random(7)).toString();
    assertEquals(
        EdgeFixture.JSON.readTree(nobody.body()).get("detail"),
        EdgeFixture.JSON.readTree(read(absent).body()).get("detail"),
        "whether a private file is here does not show");
  }

  @Test
  void aPublishedFileIsForEverybody() throws Exception {
    byte[] file = random(300_000);
    HttpResponse<byte[]> read = read(kept("alice", "?publish=true", file));
    assertArrayEquals(file, read.body());
    assertTrue(read.headers().firstValue("Cache-Control").orElseThrow().contains("immutable"));
  }

  @Test
  void partsAreGivenAsAsked() throws Exception {
    byte[] file = random(600_000);
    String cid = kept("alice", "?publish=true", file);
    HttpResponse<byte[]> middle = read(cid, "Range", "bytes=262100-524400");
    assertEquals(206, middle.statusCode());
    assertEquals(
        "bytes 262100-524400/600000", middle.headers().firstValue("Content-Range").orElseThrow());
    assertArrayEquals(Arrays.copyOfRange(file, 262100, 524401), middle.body());
    assertArrayEquals(
        Arrays.copyOfRange(file, 599_990, 600_000), read(cid, "Range", "bytes=-10").body());
    assertArrayEquals(
        Arrays.copyOfRange(file, 599_999, 600_000), read(cid, "Range", "bytes=599999-").body());
    assertEquals(416, read(cid, "Range", "bytes=600000-").statusCode());
    assertEquals(200, read(cid, "Range", "lines=1-2").statusCode());
    assertEquals(304, read(cid, "If-None-Match", "\"" + cid + "\"").statusCode());
  }

  @Test
  void aFileUnderAKnownCidMustHaveIt() throws Exception {
    byte[] block = random(1000);
    String cid = Cid.hash(Cid.RAW, block).toString();
    HttpResponse<String> wrong =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/content/" + cid))
                .PUT(BodyPublishers.ofByteArray(random(1001))),
            edge.bearer("alice"));
    assertEquals("content-mismatch", code(wrong));
    HttpResponse<String> right =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/content/" + cid))
                .PUT(BodyPublishers.ofByteArray(block)),
            edge.bearer("alice"));
    assertEquals(201, right.statusCode(), right.body());
  }

  @Test
  void aBodyOfUnknownLengthIsTaken() throws Exception {
    byte[] file = random(700_000);
    HttpResponse<String> answer =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/content?publish=true"))
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(file))),
            edge.bearer("alice"));
    JsonNode kept = EdgeFixture.JSON.readTree(answer.body());
    assertEquals(700_000, kept.get("size").asLong());
    try (InputStream body =
        HTTP.send(
                HttpRequest.newBuilder(edge.uri("/v1/content/" + kept.get("cid").asText())).build(),
                BodyHandlers.ofInputStream())
            .body()) {
      assertArrayEquals(file, body.readAllBytes());
    }
  }

  @Test
  void whatIsTooLargeOrOverTheQuotaIsRefusedAndTheConnectionGoesOn() throws Exception {
    assertEquals("content-too-large", code(keep("alice", "", random((4 << 20) + 1))));
    kept("alice", "", random(4 << 20));
    assertEquals("quota-exceeded", code(keep("alice", "", random(3 << 20))));
    kept("alice", "", random(1000));
  }

  @Test
  void keepingNeedsALogin() throws Exception {
    HttpResponse<String> answer =
        edge.send(
            HttpRequest.newBuilder(edge.uri("/v1/content"))
                .POST(BodyPublishers.ofByteArray(random(100))));
    assertEquals(401, answer.statusCode());
  }

  @Test
  void aRemovedFileIsGoneForItsReadersAndStaysForAnotherOwner() throws Exception {
    byte[] file = random(5000);
    String cid = kept("alice", "?readers=" + Messages.address("carol"), file);
    assertEquals(cid, kept("bob", "", file));
    var delete = HttpRequest.newBuilder(edge.uri("/v1/content/" + cid)).DELETE();
    assertEquals(404, edge.send(delete.copy(), edge.bearer("carol")).statusCode());
    assertEquals(204, edge.send(delete.copy(), edge.bearer("alice")).statusCode());
    assertEquals(404, read(cid, edge.bearer("alice")).statusCode());
    assertEquals(200, read(cid, edge.bearer("bob")).statusCode());
    assertEquals(204, edge.send(delete.copy(), edge.bearer("bob")).statusCode());
    assertEquals(404, read(cid, edge.bearer("carol")).statusCode());
  }

  @Test
  void badRequestsAreToldWhatIsWrong() throws Exception {
    assertEquals("malformed", code(read("bafkno")));
    assertEquals("malformed", code(keep("alice", "?publish=maybe", random(1))));
    assertEquals("malformed", code(keep("alice", "?readers=x", random(1))));
    assertEquals("malformed", code(keep("alice", "?nonsense=1", random(1))));
    assertEquals(
        "method-not-allowed",
        code(
            edge.send(
                HttpRequest.newBuilder(edge.uri("/v1/content"))
                    .method("PATCH", BodyPublishers.noBody()))));
  }
}
