package org.podprotocol.relay.gateway;

import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;

/** A connection that the relay pushes to. Its methods may be called from any thread. */
interface LiveStream {

  /** A login is over before its time. */
  void sessionEnded(Session over);

  /**
   * Who may read an inbox has changed, for one agent or, with null, for any: what may no longer be
   * read is no longer pushed.
   */
  void readersChanged(Address inbox, @Nullable Address agent);

  /** More is anchored or finalized. */
  void progress();

  /** The relay stops. */
  void goAway();
}
