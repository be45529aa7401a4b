package org.podprotocol.client.relay;

import java.time.Duration;
import org.podprotocol.client.http.Retry;

/**
 * How a stream behaves.
 *
 * @param pingInterval between pings; a connection that is silent for three of them counts as lost
 * @param connectTimeout for connection, login and subscription together
 * @param backoff pauses between attempts; its number of attempts does not matter, a stream never
 *     gives up
 * @param maxFrameChars longest text frame
 */
public record StreamOptions(
    Duration pingInterval, Duration connectTimeout, Retry backoff, int maxFrameChars) {

  /** 15 s, 10 s, pauses up to 10 s, frames for content of 1 MiB. */
  public static StreamOptions defaults() {
    return new StreamOptions(
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        new Retry(1, Duration.ofMillis(200), Duration.ofSeconds(10)),
        2 << 20);
  }
}
