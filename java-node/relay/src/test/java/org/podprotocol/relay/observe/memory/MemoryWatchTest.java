package org.podprotocol.relay.observe.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private static final long LIMIT = 100;

  private final MetricRegistry metrics = new MetricRegistry();
  private final List<String> trimmed = new ArrayList<>();
  private final List<String> restored = new ArrayList<>();
  private final Use use = new Use();
  private long nowNs;
  private final MemoryWatch watch =
      new MemoryWatch(
          LIMIT,
          use,
          List.of(
              new Trimmable("cheap", () -> trimmed.add("cheap"), () -> restored.add("cheap")),
              new Trimmable("dear", () -> trimmed.add("dear"), () -> restored.add("dear"))),
          () -> nowNs,
          metrics);

  @AfterEach
  void close() {
    watch.close();
  }

  private static final class Use implements MemoryUse {
    private long resident;
    private long heap;

    @Override
    public long residentBytes() {
      return resident;
    }

    @Override
    public long heapBytes() {
      return heap;
    }

    @Override
    public long heapMaxBytes() {
      return 1_000;
    }
  }

  private void look(long resident) {
    use.resident = resident;
    nowNs += 1_000_000_000;
    watch.look();
  }

  private void exhaustCaches() {
    look(151);
    look(151);
    look(151);
    assertEquals(List.of("cheap", "dear"), trimmed);
    assertEquals(1, collections());
  }

  private long collections() {
    return metrics.counter("memory.trims{cache=garbage}").getCount();
  }

  private long refusedOf(int messages) {
    return IntStream.range(0, messages).filter(i -> !watch.admits()).count();
  }

  @Test
  void belowNineTenthsNothingIsDone() {
    look(89);
    assertEquals(List.of(), trimmed);
    assertEquals(0, refusedOf(80));
  }

  @Test
  void cachesGoOneAtATimeTheCheapestFirstAndOnlyAsLongAsItIsNeeded() {
    look(90);
    assertEquals(List.of("cheap"), trimmed);
    look(89);
    assertEquals(List.of("cheap"), trimmed);
    assertEquals(0, collections());
  }

  @Test
  void cachesMayGrowAgainWhenItHasBeenEasyForAMinute() {
    look(95);
    look(79);
    nowNs += MemoryWatch.REST.toNanos();
    look(81);
    look(79);
    look(79);
    assertEquals(List.of(), restored);
    nowNs += MemoryWatch.REST.toNanos();
    look(79);
    assertEquals(List.of("cheap"), restored);
    look(95);
    assertEquals(List.of("cheap", "cheap"), trimmed);
  }

  @Test
  void garbageIsCollectedTheMoreRarelyTheLessItHelps() {
    exhaustCaches();
    nowNs += MemoryWatch.REST.toNanos();
    look(95);
    assertEquals(2, collections());
    nowNs += MemoryWatch.REST.toNanos();
    look(95);
    assertEquals(2, collections());
    nowNs += MemoryWatch.REST.toNanos();
    look(95);
    assertEquals(3, collections());
  }

  @Test
  void nothingIsRefusedWhileThereAreCachesToTrim() {
    look(200);
    look(200);
    look(200);
    assertEquals(0, refusedOf(80));
  }

  @Test
  void farBeyondTheLimitAGrowingShareOfMessagesIsRefusedButNeverAll() {
    exhaustCaches();
    look(151);
    assertEquals(10, refusedOf(80));
    look(151);
    assertEquals(20, refusedOf(80));
    IntStream.range(0, 10).forEach(i -> look(151));
    assertEquals(70, refusedOf(80));
    assertTrue(watch.exhausted());
    assertEquals(100, metrics.counter("memory.shed").getCount());
  }

  @Test
  void justBeyondTheLimitNothingIsRefused() {
    exhaustCaches();
    IntStream.range(0, 10).forEach(i -> look(149));
    assertEquals(0, refusedOf(80));
  }

  @Test
  void theShareStaysInBetweenAndGoesBackBelow() {
    exhaustCaches();
    look(151);
    look(151);
    look(126);
    look(149);
    assertEquals(0.25, watch.shedShare());
    look(124);
    assertEquals(0.125, watch.shedShare());
    look(124);
    assertEquals(0, refusedOf(80));
  }

  @Test
  void aFullHeapCountsLikeAFullProcess() {
    use.heap = 900;
    look(10);
    assertEquals(List.of("cheap"), trimmed);
  }

  @Test
  void whatWasDoneIsRemembered() {
    exhaustCaches();
    look(151);
    assertEquals(
        List.of("shrank cheap", "shrank dear", "collected garbage", "refusing 1 of 8 new messages"),
        watch.actions().stream().map(MemoryAction::what).toList());
    assertTrue(watch.reason().contains("memory.limit"), watch.reason());
  }

  @Test
  void withoutALimitNothingIsEverDone() {
    try (var none =
        new MemoryWatch(
            0,
            use,
            List.of(new Trimmable("cheap", () -> trimmed.add("cheap"), () -> {})),
            new MetricRegistry())) {
      use.resident = Long.MAX_VALUE;
      none.look();
      assertEquals(List.of(), trimmed);
      assertTrue(none.admits());
      assertFalse(none.exhausted());
    }
  }

  @Test
  void theLimitGoesWithTheHeap() {
    assertEquals(100_000_000, MemoryWatch.limitFor(50_000_000));
    assertEquals(400_000_000, MemoryWatch.limitFor(200_000_000));
    assertEquals(82_000_000, MemoryWatch.limitFor(32_000_000));
  }
}
