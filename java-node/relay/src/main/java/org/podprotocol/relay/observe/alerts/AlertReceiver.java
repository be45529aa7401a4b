package org.podprotocol.relay.observe.alerts;

import java.io.IOException;
import java.time.Duration;

/** Somebody who is told of alerts. */
public interface AlertReceiver {

  /** For people, without secrets. */
  String name();

  /** log, webhook or alertmanager. */
  String kind();

  /** After how long an alert that still fires is told again. */
  Duration renewal();

  /**
   * Tells it. May block.
   *
   * @return what the receiver said
   * @throws RefusedAlertException if telling again would not help
   * @throws IOException if it may
   */
  String tell(Alert alert) throws IOException, InterruptedException;
}
