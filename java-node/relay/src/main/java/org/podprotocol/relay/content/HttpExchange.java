package org.podprotocol.relay.content;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP calls whose answer is bounded in size and in time, the body included: a peer that drips
 * bytes does not hold a caller for longer than the timeout.
 */
final class HttpExchange {
  private final HttpClient http;
  private final Duration timeout;

  HttpExchange(HttpClient http, Duration timeout) {
    this.http = http;
    this.timeout = timeout;
  }

  /**
   * @param status HTTP status code
   * @param body the body, whole
   */
  record Answer(int status, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param maxBody bytes of body at which the answer is refused
   */
  Answer send(HttpRequest.Builder request, int maxBody) throws IOException {
    HttpRequest built = request.timeout(timeout).build();
    var whole = new java.util.concurrent.FutureTask<>(() -> read(built, maxBody));
    Thread reader = Thread.ofVirtual().name("content-http").start(whole);
    return await(whole, reader, built);
  }

  private Answer read(HttpRequest request, int maxBody) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(maxBody + 1);
      if (bytes.length > maxBody) {
        throw new IOException(
            "%s answered with more than %d bytes".formatted(request.uri().getHost(), maxBody));
      }
      return new Answer(response.statusCode(), bytes);
    }
  }

  private Answer await(Future<Answer> whole, Thread reader, HttpRequest request)
      throws IOException {
    try {
      return whole.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reader.interrupt();
      throw new IOException(
          "%s did not answer within %d ms".formatted(request.uri().getHost(), timeout.toMillis()),
          e);
    } catch (InterruptedException e) {
      reader.interrupt();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
    }
  }
}
