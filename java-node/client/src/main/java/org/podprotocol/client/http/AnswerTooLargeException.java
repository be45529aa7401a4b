package org.podprotocol.client.http;

import java.io.IOException;
import java.io.Serial;

/** A server's answer is longer than this client takes. */
public final class AnswerTooLargeException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  AnswerTooLargeException(int most) {
    super("the answer is longer than " + most + " bytes");
  }
}
