package org.podprotocol.client.relay;

import java.io.Serial;

/** A relay's answer has not the form of {@code docs/api.md}, or contradicts what was asked. */
public final class AnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public AnswerException(String message) {
    super(message);
  }

  public AnswerException(String message, Throwable cause) {
    super(message, cause);
  }
}
