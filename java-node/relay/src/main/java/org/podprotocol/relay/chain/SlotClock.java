package org.podprotocol.relay.chain;

import java.time.Duration;

/** The chain's present slot, as last heard. */
public interface SlotClock {

  /** The highest slot seen at commitment processed or better. */
  long slot();

  /** Time since the last news of a slot. */
  Duration age();
}
