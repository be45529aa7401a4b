package org.podprotocol.relay.cli.load;

import java.util.Locale;

/** What one user of the load does at a time. */
public enum Operation {
  /** A message to another agent, through the relay. */
  RELAY(true),
  /** A post to a channel, through the relay. */
  CHANNEL(true),
  /** A message of large content to another agent, through the relay. */
  LARGE(true),
  /** A message to another agent as an account of its own on chain. */
  DIRECT(false),
  /** A new agent, registered on chain. */
  REGISTER(false);

  private final boolean relayed;

  Operation(boolean relayed) {
    this.relayed = relayed;
  }

  /** Whether it goes through the relay; otherwise it is a transaction. */
  public boolean isRelayed() {
    return relayed;
  }

  /** The name a person writes. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
