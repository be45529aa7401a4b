package org.podprotocol.relay.content;

import java.io.IOException;

/** A block that is needed is not in the source. */
public final class MissingBlockException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingBlockException(String source, Cid cid) {
    super("%s does not have %s".formatted(source, cid));
  }
}
