package org.podprotocol.relay.content;

import java.io.IOException;

/** As many uploads wait as may. */
public final class QueueFullException extends IOException {
  private static final long serialVersionUID = 1L;

  QueueFullException() {
    super("too many uploads to the public store wait");
  }
}
