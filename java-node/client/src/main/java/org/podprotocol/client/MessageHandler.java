package org.podprotocol.client;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Takes the messages of an inbox. Calls come one after the other, on the client's threads: do not
 * block in them.
 */
@FunctionalInterface
public interface MessageHandler {
  /**
   * The next message. When the stage completes the relay is told that it is delivered, and the one
   * after it comes; if the stage fails, the subscription ends with that failure.
   */
  CompletionStage<?> onMessage(ReceivedMessage message);

  /** The subscription stands, for the first time or again. */
  default void onConnected() {}

  /** The connection is lost, or could not be made; the next attempt follows after the pause. */
  default void onDisconnected(Throwable cause, Duration pause) {}
}
