package org.podprotocol.relay.observe.alerts;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Sends JSON to an address and judges the answer. */
final class AlertPost {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;

  private final HttpClient http;
  private final URI address;

  AlertPost(HttpClient http, URI address) {
    this.http = http;
    this.address = address;
  }

  /** Host and port: the rest may be a secret. */
  String shown() {
    return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
  }

  String send(byte[] json) throws IOException, InterruptedException {
    int status = status(json);
    if (status / 100 == 2) {
      return "HTTP " + status;
    }
    boolean lasting = status / 100 != 5 && status != TIMED_OUT && status != TOO_MANY;
    String message = shown() + " answers HTTP " + status;
    throw lasting ? new RefusedAlertException(message) : new IOException(message);
  }

  private int status(byte[] json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json));
    String credentials = address.getUserInfo();
    if (credentials != null) {
      byte[] utf8 = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(utf8));
    }
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (ConnectException e) {
      throw new IOException("nobody answers at " + shown(), e);
    } catch (HttpTimeoutException e) {
      throw new IOException(shown() + " does not answer in time", e);
    }
  }
}
