package org.podprotocol.relay.content;

import java.io.IOException;

/** A stream is longer than the store takes. */
public final class ContentTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  ContentTooLargeException(long maxBytes) {
    super("content may have %d bytes at most".formatted(maxBytes));
  }
}
