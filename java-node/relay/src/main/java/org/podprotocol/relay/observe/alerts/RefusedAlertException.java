package org.podprotocol.relay.observe.alerts;

import java.io.IOException;

/** A receiver does not take an alert, and would not take it again. */
public final class RefusedAlertException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedAlertException(String message) {
    super(message);
  }
}
