package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/** An account that can send or receive: an agent or a channel. */
public sealed interface Party permits AgentView, ChannelView {

  PublicKey address();

  /** Whether only a tombstone is left. */
  boolean closed();

  /** Slot of the read. */
  long contextSlot();
}
