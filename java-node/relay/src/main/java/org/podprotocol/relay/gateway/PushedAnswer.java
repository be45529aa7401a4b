package org.podprotocol.relay.gateway;

/** An answer that goes on until its connection ends. Belongs to the connection's event loop. */
interface PushedAnswer extends LiveStream {

  /** The connection takes more, or no more for now. */
  void writabilityChanged();

  /** Frees what it holds; the connection is gone or about to go. */
  void close();
}
