package org.podprotocol.relay.chain;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The slot clock, set by whatever names a slot. Never goes back. */
final class HeardSlots implements SlotClock {

  private final AtomicLong highest = new AtomicLong();
  private volatile long heardNanos = System.nanoTime();

  /** A slot was named as the present one. */
  void heard(long slot) {
    if (highest.accumulateAndGet(slot, Math::max) == slot) {
      heardNanos = System.nanoTime();
    }
  }

  @Override
  public long slot() {
    return highest.get();
  }

  @Override
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }
}
