package org.podprotocol.relay.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

/** Asks a relay for its metrics. */
public final class MetricSource implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private String relay = "";

  /**
   * @param url of the relay's admin listener, or of its API where it has none
   */
  public MetricSource(URI url, Clock clock) {
    this.url = url;
    this.clock = clock;
  }

  /**
   * Asks once.
   *
   * @throws IOException if nobody answers, or something else than metrics comes
   */
  public Reading read() throws IOException, InterruptedException {
    JsonNode metrics = get("/v1/metrics");
    if (relay.isEmpty()) {
      relay = get("/v1/relay").path("relay").asText();
    }
    return new Reading(relay, clock.millis(), metrics);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      throw new IOException(
          url
              + " answers, but has no "
              + path
              + "; a relay with listen.admin-port has its metrics there alone: say --url with that port");
    }
    if (answer.statusCode() != 200) {
      throw new IOException(url + path + " is answered with status " + answer.statusCode());
    }
    JsonNode body = JSON.readTree(answer.body());
    if (!body.isObject()) {
      throw new IOException(url + path + " is not answered by a relay");
    }
    return body;
  }

  @Override
  public void close() {
    http.close();
  }
}
