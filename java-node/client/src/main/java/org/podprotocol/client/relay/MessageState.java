package org.podprotocol.client.relay;

import java.util.Locale;

/** How far a message has come at its relay. */
public enum MessageState {
  /** On the relay's disk. */
  ACCEPTED,
  /** In a confirmed commit on chain. */
  ANCHORED,
  /** In a finalized commit on chain. */
  FINALIZED;

  static MessageState of(String text) {
    for (MessageState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    throw new AnswerException("the relay names an unknown state: " + text);
  }
}
