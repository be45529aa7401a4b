package org.podprotocol.relay.cli.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.json.EnvelopeJson;

/** The relay's HTTP API without the client library, which would not let nonsense through. */
final class RawApi implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI relay;
  private final HttpClient http;

  RawApi(URI relay) {
    this.relay = relay;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /**
   * What the relay answered.
   *
   * @param status of HTTP
   * @param body a JSON object
   */
  record Answer(int status, JsonNode body) {
    /** The problem's code; empty if there is none. */
    String code() {
      return body.path("code").asText();
    }
  }

  /** POST /v1/messages with one message. */
  Answer send(Envelope envelope, byte[] content) throws IOException, InterruptedException {
    return post("/v1/messages", message(envelope, content));
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return exchange(
        HttpRequest.newBuilder(relay.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
  }

  /**
   * @param token of a login
   */
  Answer get(String path, String token) throws IOException, InterruptedException {
    return exchange(
        HttpRequest.newBuilder(relay.resolve(path)).header("Authorization", "Bearer " + token));
  }

  private Answer exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static String message(Envelope envelope, byte[] content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeFieldName("envelope");
      EnvelopeJson.write(envelope, out);
      out.writeStringField("content", Base64.getEncoder().encodeToString(content));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public void close() {
    http.close();
  }
}
