package org.podprotocol.relay.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Blocks in a Kubo node, through its RPC API ({@code /api/v0}, Kubo's documentation "RPC API v0").
 */
public final class KuboBlockStore implements BlockStore {
  private static final int MAX_ANSWER = 64 * 1024;
  private static final String BOUNDARY = "----pod-block";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI api;
  private final HttpExchange http;

  /**
   * @param api the node's API, for example {@code http://127.0.0.1:5001}
   * @param timeout longest time for one call, body included
   */
  public KuboBlockStore(URI api, HttpClient http, Duration timeout) {
    this.api = api;
    this.http = new HttpExchange(http, timeout);
  }

  @Override
  public String name() {
    return "kubo";
  }

  @Override
  public void put(Cid cid, byte[] block) throws IOException {
    if (block.length > MAX_BLOCK) {
      throw new IllegalArgumentException("a block of %d bytes".formatted(block.length));
    }
    if (!cid.matches(block)) {
      throw new CorruptBlockException("the writer", cid);
    }
    String codec = cid.codec() == Cid.RAW ? "raw" : "dag-pb";
    HttpExchange.Answer answer =
        http.send(
            request("block/put?mhtype=sha2-256&pin=false&cid-codec=" + codec)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(multipart(block))),
            MAX_ANSWER);
    JsonNode stored = json(require(answer, "block/put"));
    if (!cid.toString().equals(stored.path("Key").asText())) {
      throw new CorruptBlockException(name(), cid);
    }
  }

  private static byte[] multipart(byte[] block) {
    var body = new ByteArrayOutputStream(block.length + 256);
    body.writeBytes(
        ("--%s\r\nContent-Disposition: form-data; name=\"data\"; filename=\"data\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(block);
    body.writeBytes("\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  @Override
  public Optional<byte[]> get(Cid cid) throws IOException {
    HttpExchange.Answer answer = post("block/get?arg=" + cid, MAX_BLOCK);
    if (isNotFound(answer)) {
      return Optional.empty();
    }
    byte[] block = require(answer, "block/get").body();
    if (!cid.matches(block)) {
      throw new CorruptBlockException(name(), cid);
    }
    return Optional.of(block);
  }

  @Override
  public boolean has(Cid cid) throws IOException {
    HttpExchange.Answer answer = post("block/stat?offline=true&arg=" + cid, MAX_ANSWER);
    if (isNotFound(answer)) {
      return false;
    }
    require(answer, "block/stat");
    return true;
  }

  @Override
  public void pin(Cid root) throws IOException {
    require(post("pin/add?recursive=true&arg=" + root, MAX_ANSWER), "pin/add");
  }

  @Override
  public boolean isPinned(Cid root) throws IOException {
    HttpExchange.Answer answer = post("pin/ls?type=recursive&arg=" + root, MAX_ANSWER);
    if (answer.status() == 500 && answer.text().contains("is not pinned")) {
      return false;
    }
    return json(require(answer, "pin/ls")).path("Keys").has(root.toString());
  }

  @Override
  public void unpin(Cid root) throws IOException {
    HttpExchange.Answer answer = post("pin/rm?arg=" + root, MAX_ANSWER);
    if (answer.status() == 500 && answer.text().contains("not pinned")) {
      return;
    }
    require(answer, "pin/rm");
  }

  /** The node's version, which shows that it is there. */
  public String version() throws IOException {
    return json(require(post("version", MAX_ANSWER), "version")).path("Version").asText();
  }

  private static boolean isNotFound(HttpExchange.Answer answer) {
    return answer.status() == 500
        && (answer.text().contains("block was not found")
            || answer.text().contains("could not find"));
  }

  private HttpExchange.Answer post(String call, int maxBody) throws IOException {
    return http.send(request(call).POST(HttpRequest.BodyPublishers.noBody()), maxBody);
  }

  private HttpRequest.Builder request(String call) {
    return HttpRequest.newBuilder(api.resolve("/api/v0/" + call));
  }

  private static HttpExchange.Answer require(HttpExchange.Answer answer, String call)
      throws IOException {
    if (answer.status() != 200) {
      String text = answer.text();
      throw new IOException(
          "kubo %s: HTTP %d %s"
              .formatted(call, answer.status(), text.substring(0, Math.min(200, text.length()))));
    }
    return answer;
  }

  private static JsonNode json(HttpExchange.Answer answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("kubo answered with something that is not JSON", e);
    }
  }
}
