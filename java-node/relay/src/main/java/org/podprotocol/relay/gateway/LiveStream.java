package org.podprotocol.relay.gateway;

/** A connection that the relay pushes to. Its methods may be called from any thread. */
interface LiveStream {

  /** A login is over before its time. */
  void sessionEnded(Session over);

  /** More is anchored or finalized. */
  void progress();

  /** The relay stops. */
  void goAway();
}
