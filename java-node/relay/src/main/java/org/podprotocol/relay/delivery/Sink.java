package org.podprotocol.relay.delivery;

import java.util.concurrent.ScheduledExecutorService;
import org.podprotocol.relay.journal.StoredMessage;

/** Where a subscription's messages go: one connection. Used on {@link #executor()} alone. */
public interface Sink {

  /** The one thread that serves this connection. */
  ScheduledExecutorService executor();

  /**
   * Whether it takes more now; when that changes to true, {@link Subscription#resume()} is to be
   * called.
   */
  boolean writable();

  void send(Subscription subscription, StoredMessage message);
}
