package org.podprotocol.relay.content;

import java.io.IOException;

/** A file does not have the CID that it was announced with. */
public final class UnexpectedCidException extends IOException {
  private static final long serialVersionUID = 1L;

  UnexpectedCidException(Cid expected, Cid actual) {
    super("the file has the CID %s, not %s".formatted(actual, expected));
  }
}
