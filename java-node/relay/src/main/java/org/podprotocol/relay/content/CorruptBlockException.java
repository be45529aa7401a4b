package org.podprotocol.relay.content;

import java.io.IOException;

/** A source gave bytes that are not those of the CID asked for. */
public final class CorruptBlockException extends IOException {
  private static final long serialVersionUID = 1L;

  CorruptBlockException(String source, Cid cid) {
    super("%s gave bytes that are not those of %s".formatted(source, cid));
  }
}
