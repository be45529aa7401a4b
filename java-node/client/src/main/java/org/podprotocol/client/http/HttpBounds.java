package org.podprotocol.client.http;

import java.time.Duration;

/**
 * Bounds of an {@link HttpLane}.
 *
 * @param maxConnections requests under way at once
 * @param maxWaiting requests that wait for a connection; more are refused
 * @param timeout from the call to its end, waiting included
 * @param maxAnswerBytes length of an answer; a longer one fails
 */
public record HttpBounds(int maxConnections, int maxWaiting, Duration timeout, int maxAnswerBytes) {
  public HttpBounds {
    if (maxConnections < 1 || maxWaiting < 0 || maxAnswerBytes < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the timeout must be positive");
    }
  }
}
