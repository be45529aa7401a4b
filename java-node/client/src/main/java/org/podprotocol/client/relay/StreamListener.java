package org.podprotocol.client.relay;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Takes an inbox's messages. Calls come one after the other, on the client's threads: do not block
 * in them.
 */
@FunctionalInterface
public interface StreamListener {
  /**
   * The next message of the inbox. The one after it comes, and this one is acknowledged to the
   * relay as delivered, when the stage completes. If it fails the stream ends with that failure.
   */
  CompletionStage<?> onMessage(StoredMessage message);

  /** The stream is subscribed, for the first time or again. */
  default void onConnected() {}

  /** The connection is lost, or could not be made; the next attempt follows after the pause. */
  default void onDisconnected(Throwable cause, Duration pause) {}
}
