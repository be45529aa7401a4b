package org.podprotocol.relay.config;

import java.time.Duration;

/**
 * @param keep how long finalized messages are kept; zero: for ever
 * @param keepBytes size of the journal beyond which the oldest go; 0: no limit
 */
public record RetentionSettings(Duration keep, long keepBytes) {
  public boolean keepsAll() {
    return keep.isZero() && keepBytes == 0;
  }
}
