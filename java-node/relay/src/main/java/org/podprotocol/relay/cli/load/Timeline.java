package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many of something happened in each second of a run; what comes later counts to the last. */
final class Timeline {
  private static final int SECONDS = 7200;
  private static final long NANOS = 1_000_000_000L;

  private final AtomicLongArray counts = new AtomicLongArray(SECONDS);
  private volatile long startNanos = System.nanoTime();

  void startAt(long nanos) {
    startNanos = nanos;
  }

  void count(long nowNanos) {
    counts.incrementAndGet((int) Math.clamp((nowNanos - startNanos) / NANOS, 0, SECONDS - 1));
  }

  /** A number for each second up to the last that has one. */
  ArrayNode json() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    int last = SECONDS - 1;
    while (last >= 0 && counts.get(last) == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      json.add(counts.get(i));
    }
    return json;
  }
}
