package org.podprotocol.solana.local;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, so that no test sleeps for a guessed time. */
public final class Eventually {

  private Eventually() {}

  /** Looks every 5 ms for at most 20 s. */
  public static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never came true: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
