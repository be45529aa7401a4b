package org.podprotocol.relay.observe.alerts;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's own log: an error or a warning for what fires, information for what has ended. */
final class LogReceiver implements AlertReceiver {
  private static final Logger log = LoggerFactory.getLogger("alerts");

  private final Duration renewal;

  LogReceiver(Duration renewal) {
    this.renewal = renewal;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String kind() {
    return "log";
  }

  @Override
  public Duration renewal() {
    return renewal;
  }

  @Override
  public String tell(Alert alert) {
    if (alert.firing() && alert.severity() == Severity.CRITICAL) {
      log.error("{}", alert.text());
    } else if (alert.firing() && alert.severity() == Severity.WARNING) {
      log.warn("{}", alert.text());
    } else {
      log.info("{}", alert.text());
    }
    return "written";
  }
}
