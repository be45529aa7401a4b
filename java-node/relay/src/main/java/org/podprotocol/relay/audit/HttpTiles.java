package org.podprotocol.relay.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A relay's published log over HTTP: {@code ENDPOINT/v1/log/EPOCH/} is a C2SP tlog-tiles prefix.
 */
public final class HttpTiles implements TileSource, AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final String endpoint;

  public HttpTiles(URI endpoint) {
    String text = endpoint.toString();
    this.endpoint = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public byte[] tile(int epoch, int level, long n, int width) throws IOException {
    String path = "tile/" + level + "/" + tileNumber(n) + (width == 256 ? "" : ".p/" + width);
    HttpResponse<byte[]> response = get(epoch, path);
    if (response.statusCode() != 200 || response.body().length != 32 * width) {
      throw new IOException(
          "%s answered %d with %d bytes for %s"
              .formatted(endpoint, response.statusCode(), response.body().length, path));
    }
    return response.body();
  }

  @Override
  public Optional<String> checkpoint(int epoch) throws IOException {
    HttpResponse<byte[]> response = get(epoch, "checkpoint");
    return switch (response.statusCode()) {
      case 200 -> Optional.of(new String(response.body(), StandardCharsets.UTF_8));
      case 404 -> Optional.empty();
      default ->
          throw new IOException(
              "%s answered %d for its checkpoint".formatted(endpoint, response.statusCode()));
    };
  }

  /** Three digits a part, all but the last with an x in front. */
  static String tileNumber(long n) {
    String last = "%03d".formatted(n % 1_000);
    return n < 1_000 ? last : parts(n / 1_000) + last;
  }

  private static String parts(long n) {
    String part = "x%03d/".formatted(n % 1_000);
    return n < 1_000 ? part : parts(n / 1_000) + part;
  }

  private HttpResponse<byte[]> get(int epoch, String path) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + "/v1/log/" + epoch + "/" + path))
            .timeout(TIMEOUT)
            .build();
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + endpoint, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
