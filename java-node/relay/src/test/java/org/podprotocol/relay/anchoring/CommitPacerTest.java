package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPacerTest {

  private static final Duration BACKOFF = Duration.ofMillis(500);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void theFirstCommitGoesAtOnceAndTheNextAfterTheInterval() {
    var pacer = new CommitPacer(Duration.ofSeconds(2), 0, BACKOFF, 100);
    assertEquals(0, pacer.delayNanos(100));
    pacer.sent(100, 5_000);
    assertEquals(2 * SECOND, pacer.delayNanos(100));
    assertEquals(0, pacer.delayNanos(100 + 2 * SECOND));
  }

  @Test
  void commitsAreStretchedSoThatAnHourCostsNoMoreThanTheBudget() {
    var pacer = new CommitPacer(Duration.ofMillis(400), 1_000_000, BACKOFF, 0);
    long now = 0;
    int commits = 0;
    while (now < 3_600 * SECOND) {
      pacer.sent(now, 5_000);
      commits++;
      now += pacer.delayNanos(now);
    }
    assertEquals(200, commits);
  }

  @Test
  void failuresDoubleTheWaitUpToHalfAMinuteUntilOneLands() {
    var pacer = new CommitPacer(Duration.ZERO, 0, BACKOFF, 0);
    long[] expected = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
    long now = 0;
    for (long ms : expected) {
      pacer.failed(now);
      assertEquals(Duration.ofMillis(ms).toNanos(), pacer.delayNanos(now));
      now += pacer.delayNanos(now);
    }
    pacer.landed();
    pacer.failed(now);
    assertEquals(SECOND / 2, pacer.delayNanos(now));
  }
}
