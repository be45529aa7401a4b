package org.podprotocol.solana.pubsub;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits and patience of a PubSub connection.
 *
 * @param connectTimeout for TCP, TLS and the WebSocket handshake each
 * @param pingAfter silence of the peer after which it is pinged; after as much again the connection
 *     is given up
 * @param slotSilence the connection is given up if no slot is told for so long: sockets can stay
 *     open and dead. Costs one subscription; null: not watched
 * @param answerTimeout for the answer to a subscribe; the connection is given up without one
 * @param firstBackoff before the first new attempt; doubles, with jitter between half and all of it
 * @param longestBackoff the most
 * @param maxMessageBytes larger messages end the connection
 * @param maxSubscriptions at once
 * @param rejectRetries how often a subscribe is tried again that a node refuses for a passing
 *     reason
 * @param headers of the handshake, such as {@code Authorization}
 */
public record PubSubOptions(
    Duration connectTimeout,
    Duration pingAfter,
    @Nullable Duration slotSilence,
    Duration answerTimeout,
    Duration firstBackoff,
    Duration longestBackoff,
    int maxMessageBytes,
    int maxSubscriptions,
    int rejectRetries,
    Map<String, String> headers) {

  /** Checks the ranges. */
  public PubSubOptions {
    for (Duration duration :
        new Duration[] {connectTimeout, pingAfter, answerTimeout, firstBackoff, longestBackoff}) {
      if (duration.toMillis() < 1) {
        throw new IllegalArgumentException("a duration must be a millisecond or more");
      }
    }
    if (maxMessageBytes < 1 || maxSubscriptions < 1 || rejectRetries < 0) {
      throw new IllegalArgumentException("a count is out of range");
    }
    headers = Map.copyOf(headers);
  }

  /**
   * 8 s to connect, ping after 15 s, 30 s without a slot, backoff 0.5 s to 30 s, 16 MiB a message,
   * 100 subscriptions.
   */
  public static PubSubOptions defaults() {
    return new PubSubOptions(
        Duration.ofSeconds(8),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        16 * 1024 * 1024,
        100,
        5,
        Map.of());
  }

  /** The same with other signs of life. */
  public PubSubOptions withLiveness(Duration ping, @Nullable Duration slots, Duration answer) {
    return new PubSubOptions(
        connectTimeout,
        ping,
        slots,
        answer,
        firstBackoff,
        longestBackoff,
        maxMessageBytes,
        maxSubscriptions,
        rejectRetries,
        headers);
  }

  /** The same with another backoff. */
  public PubSubOptions withBackoff(Duration first, Duration longest) {
    return new PubSubOptions(
        connectTimeout,
        pingAfter,
        slotSilence,
        answerTimeout,
        first,
        longest,
        maxMessageBytes,
        maxSubscriptions,
        rejectRetries,
        headers);
  }

  /** The same with other caps. */
  public PubSubOptions withCaps(int messageBytes, int subscriptions) {
    return new PubSubOptions(
        connectTimeout,
        pingAfter,
        slotSilence,
        answerTimeout,
        firstBackoff,
        longestBackoff,
        messageBytes,
        subscriptions,
        rejectRetries,
        headers);
  }

  /** The same with other headers. */
  public PubSubOptions withHeaders(Map<String, String> other) {
    return new PubSubOptions(
        connectTimeout,
        pingAfter,
        slotSilence,
        answerTimeout,
        firstBackoff,
        longestBackoff,
        maxMessageBytes,
        maxSubscriptions,
        rejectRetries,
        other);
  }
}
