package org.podprotocol.solana.endpoint;

import java.time.Duration;
import java.util.Map;

/**
 * Limits of the connections to one endpoint.
 *
 * @param maxConnections connections open at once
 * @param maxWaiting calls that may wait for a connection; one more fails at once
 * @param acquireTimeout how long a call may wait for a connection
 * @param connectTimeout how long making a connection may take
 * @param requestTimeout from writing a call to the end of its answer
 * @param idleTimeout after which an unused connection is closed
 * @param maxResponseBytes larger answers fail
 * @param headers sent with every call, such as {@code Authorization}
 */
public record HttpOptions(
    int maxConnections,
    int maxWaiting,
    Duration acquireTimeout,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration idleTimeout,
    int maxResponseBytes,
    Map<String, String> headers) {

  /** Checks that every limit is positive. */
  public HttpOptions {
    positive(maxConnections, "maxConnections");
    positive(maxWaiting, "maxWaiting");
    positive(maxResponseBytes, "maxResponseBytes");
    positive(acquireTimeout.toMillis(), "acquireTimeout");
    positive(connectTimeout.toMillis(), "connectTimeout");
    positive(requestTimeout.toMillis(), "requestTimeout");
    positive(idleTimeout.toMillis(), "idleTimeout");
    headers = Map.copyOf(headers);
  }

  /** 10 connections, 1,024 waiting calls for at most 5 s, 30 s a call, 16 MiB an answer. */
  public static HttpOptions defaults() {
    return new HttpOptions(
        10,
        1024,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        16 * 1024 * 1024,
        Map.of());
  }

  /** The same with another number of connections and waiting calls. */
  public HttpOptions withConnections(int connections, int waiting) {
    return new HttpOptions(
        connections,
        waiting,
        acquireTimeout,
        connectTimeout,
        requestTimeout,
        idleTimeout,
        maxResponseBytes,
        headers);
  }

  /** The same with another time to wait for a connection and for an answer. */
  public HttpOptions withTimeouts(Duration acquire, Duration request) {
    return new HttpOptions(
        maxConnections,
        maxWaiting,
        acquire,
        connectTimeout,
        request,
        idleTimeout,
        maxResponseBytes,
        headers);
  }

  /** The same with another cap on answers. */
  public HttpOptions withMaxResponseBytes(int bytes) {
    return new HttpOptions(
        maxConnections,
        maxWaiting,
        acquireTimeout,
        connectTimeout,
        requestTimeout,
        idleTimeout,
        bytes,
        headers);
  }

  /** The same with other headers. */
  public HttpOptions withHeaders(Map<String, String> other) {
    return new HttpOptions(
        maxConnections,
        maxWaiting,
        acquireTimeout,
        connectTimeout,
        requestTimeout,
        idleTimeout,
        maxResponseBytes,
        other);
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }
}
