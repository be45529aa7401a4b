package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.Timer;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.observe.Metrics;

class AnchorTimesTest {
  private final Timer timer = new Metrics().timer("anchoring.latency");
  private final AnchorTimes times = new AnchorTimes(timer);

  private long maxMs() {
    return timer.getSnapshot().getMax() / 1_000_000;
  }

  @Test
  void everyMessageCountsOnceWhenItIsAnchored() {
    times.appended(0, 3, 1_000);
    times.appended(3, 4, 2_000);
    times.anchored(2, 2_000);
    assertEquals(2, timer.getCount());
    times.anchored(2, 9_000);
    assertEquals(2, timer.getCount());
    times.anchored(4, 3_000);
    assertEquals(4, timer.getCount());
    assertEquals(2_000, maxMs(), 40);
  }

  @Test
  void messagesBeyondTheLastMarkAreTimedTooLongRatherThanForgotten() {
    for (int i = 0; i < 8_200; i++) {
      times.appended(i, i + 1, 100L * i);
    }
    times.anchored(8_200, 820_000);
    assertEquals(8_200, timer.getCount());
  }
}
