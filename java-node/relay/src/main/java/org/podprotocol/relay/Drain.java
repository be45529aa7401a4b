package org.podprotocol.relay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.podprotocol.relay.gateway.Gateway;
import org.podprotocol.relay.observe.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a relay before it stops: says that it is not ready, so that a load balancer sends nobody
 * new; after a while sends clients away; is done when none is left, or when it has taken too long.
 * What comes meanwhile is served.
 */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Health health;
  private final Gateway gateway;
  private final Duration notice;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * @param notice how long clients are left alone, for balancers to look
   */
  Drain(Health health, Gateway gateway, Duration notice) {
    this.health = health;
    this.gateway = gateway;
    this.notice = notice;
  }

  /** Begins, once. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      log.info("Draining: not ready any more, clients are sent away in {} ms.", notice.toMillis());
      health.process(Health.State.SHUTTING_DOWN);
      Thread.ofVirtual().name("drain").start(this::run);
    }
  }

  private void run() {
    LockSupport.parkNanos(notice.toNanos());
    gateway.sendAway();
    long deadline = System.nanoTime() + MOST.toNanos();
    while (gateway.clients() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    log.info("Drained; {} connections are left.", gateway.clients());
    done.complete(null);
  }

  /** Completes when the relay may stop. */
  CompletableFuture<Void> done() {
    return done;
  }
}
