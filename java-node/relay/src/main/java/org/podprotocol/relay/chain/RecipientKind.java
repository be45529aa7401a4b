package org.podprotocol.relay.chain;

/** What a recipient address is. */
public enum RecipientKind {
  /** A live agent: its messages are private to sender and recipient. */
  AGENT,
  /** A live public channel: anyone may read its posts. */
  PUBLIC_CHANNEL,
  /** A live channel whose posts only its members may read. */
  PRIVATE_CHANNEL
}
