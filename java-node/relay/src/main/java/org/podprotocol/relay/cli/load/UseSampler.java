package org.podprotocol.relay.cli.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.podprotocol.relay.cli.ChainSession;

/**
 * Watches a process: its greatest memory, and its processor time from {@link #start} to {@link
 * #stop}.
 */
final class UseSampler {
  private static final long INTERVAL_MS = 500;

  private final long pid;
  private final long startNanos = System.nanoTime();
  private final ProcessUse first;
  private final AtomicBoolean done = new AtomicBoolean();
  private volatile long maxResident;
  private volatile long lastCpuNanos;
  private volatile long lastNanos;

  private UseSampler(long pid, ProcessUse first) {
    this.pid = pid;
    this.first = first;
    take(first);
  }

  static UseSampler start(long pid) throws IOException {
    UseSampler sampler = new UseSampler(pid, ProcessUse.of(pid));
    Thread.ofPlatform().daemon().name("relay-use").start(sampler::run);
    return sampler;
  }

  private void run() {
    while (!done.get()) {
      try {
        take(ProcessUse.of(pid));
      } catch (IOException gone) {
        return;
      }
      ChainSession.pause(INTERVAL_MS);
    }
  }

  private void take(ProcessUse use) {
    maxResident = Math.max(maxResident, use.residentBytes());
    lastCpuNanos = use.cpuNanos();
    lastNanos = System.nanoTime();
  }

  void stop() {
    done.set(true);
  }

  double maxResidentMb() {
    return Math.round(maxResident / 1e5) / 10.0;
  }

  /** To a thousandth: a relay that has little to do takes less than a hundredth. */
  double cpuCores() {
    long elapsed = Math.max(1, lastNanos - startNanos);
    return Math.round(1_000.0 * (lastCpuNanos - first.cpuNanos()) / elapsed) / 1_000.0;
  }
}
