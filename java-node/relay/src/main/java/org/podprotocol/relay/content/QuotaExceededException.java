package org.podprotocol.relay.content;

import java.io.IOException;

/** The store holds as many bytes as it may. */
public final class QuotaExceededException extends IOException {
  private static final long serialVersionUID = 1L;

  QuotaExceededException(long used, long more, long quota) {
    super(
        "the content store holds %d bytes; %d more would exceed its quota of %d"
            .formatted(used, more, quota));
  }
}
