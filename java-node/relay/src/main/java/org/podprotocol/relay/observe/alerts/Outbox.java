package org.podprotocol.relay.observe.alerts;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one receiver is still to be told: the latest of each alert, so that it holds no more than
 * there are rules. Told by a thread of its own, some times over with growing pauses if need be.
 */
final class Outbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final int ATTEMPTS = 5;

  private final AlertReceiver receiver;
  private final Duration firstPause;
  private final Map<String, Alert> waiting = new LinkedHashMap<>();
  private final Counter told;
  private final Counter failed;
  private final Thread thread;

  Outbox(AlertReceiver receiver, Duration firstPause, MetricRegistry metrics) {
    this.receiver = receiver;
    this.firstPause = firstPause;
    told = metrics.counter("alerts.told{receiver=" + receiver.kind() + ",outcome=ok}");
    failed = metrics.counter("alerts.told{receiver=" + receiver.kind() + ",outcome=failed}");
    thread = Thread.ofVirtual().name("alerts to " + receiver.name()).start(this::run);
  }

  AlertReceiver receiver() {
    return receiver;
  }

  /** Puts an alert in; takes the place of what waits of the same. */
  synchronized void put(Alert alert) {
    waiting.remove(alert.name());
    waiting.put(alert.name(), alert);
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        tell(next());
      }
    } catch (InterruptedException e) {
      log.debug("The outbox of {} is closed.", receiver.name());
    }
  }

  private synchronized Alert next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    return waiting.remove(waiting.keySet().iterator().next());
  }

  private void tell(Alert alert) throws InterruptedException {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        receiver.tell(alert);
        told.inc();
        return;
      } catch (IOException | RuntimeException e) {
        if (attempt == ATTEMPTS || e instanceof RefusedAlertException) {
          failed.inc();
          log.error(
              "The alert {} could not be told to {}: {}",
              alert.name(),
              receiver.name(),
              e.toString());
          return;
        }
      }
      if (superseded(alert, pause)) {
        return;
      }
      pause = pause.multipliedBy(2);
    }
  }

  /** Waits; true if there is later news of the same alert. */
  private synchronized boolean superseded(Alert alert, Duration pause) throws InterruptedException {
    long deadline = System.nanoTime() + pause.toNanos();
    while (!waiting.containsKey(alert.name())) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
