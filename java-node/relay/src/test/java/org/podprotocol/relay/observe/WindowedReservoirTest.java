package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowedReservoirTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(5);
  private final WindowedReservoir reservoir = new WindowedReservoir(now::get, 1);

  @Test
  void everyValueOfTheWindowCounts() {
    for (int i = 0; i < 100_000; i++) {
      reservoir.update(i < 99_990 ? 1_000 : 5_000_000);
    }
    WindowSnapshot window = reservoir.window(Window.TEN_SECONDS);
    assertEquals(100_000, window.count());
    assertEquals(1_000, window.getMedian(), 10);
    assertEquals(1_000, window.get999thPercentile(), 10);
    assertEquals(5_000_000, window.getMax(), 50_000);
  }

  @Test
  void valuesLeaveTheirWindowsWithTime() {
    reservoir.update(7);
    now.addAndGet(15 * SECOND);
    reservoir.update(9);
    assertEquals(1, reservoir.window(Window.TEN_SECONDS).count());
    assertEquals(2, reservoir.window(Window.MINUTE).count());
    now.addAndGet(60 * SECOND);
    assertEquals(0, reservoir.window(Window.MINUTE).count());
    assertEquals(2, reservoir.window(Window.FIVE_MINUTES).count());
    now.addAndGet(300 * SECOND);
    assertEquals(0, reservoir.size());
    assertEquals(0, reservoir.getSnapshot().getMax());
  }

  @Test
  void aWindowSaysHowMuchTimeItCovers() {
    now.addAndGet(3 * SECOND);
    assertEquals(3, reservoir.window(Window.TEN_SECONDS).seconds(), 1e-6);
    now.addAndGet(400 * SECOND + SECOND / 2);
    assertEquals(9.5, reservoir.window(Window.TEN_SECONDS).seconds(), 1e-6);
    assertEquals(53.5, reservoir.window(Window.MINUTE).seconds(), 1e-6);
    assertEquals(293.5, reservoir.window(Window.FIVE_MINUTES).seconds(), 1e-6);
  }

  @Test
  void sumAndCountOfASummaryOnlyGrow() {
    var metrics = new Metrics();
    metrics.histogram("journal.group.messages").update(40);
    metrics.histogram("journal.group.messages").update(2);
    String text = PrometheusText.of(metrics);
    assertTrue(text.contains("pod_journal_group_messages_sum 42\n"), text);
    assertTrue(text.contains("pod_journal_group_messages_count 2\n"), text);
  }

  @Test
  void timersOfTheRegistryAreShownWithTheirWindows() throws Exception {
    var metrics = new Metrics();
    metrics.timer("journal.group").update(java.time.Duration.ofMillis(12));
    metrics.counter("admission.refused{code=expired}").inc(3);
    var text = new java.io.StringWriter();
    try (var out = new com.fasterxml.jackson.core.JsonFactory().createGenerator(text)) {
      MetricsJson.write(metrics, out);
    }
    var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(text.toString());
    assertEquals(1, json.at("/journal.group/total").asInt());
    assertEquals(1, json.at("/journal.group/10s/count").asInt());
    assertEquals(12, json.at("/journal.group/5m/p50").asDouble(), 0.2);
    String prometheus = PrometheusText.of(metrics);
    assertTrue(prometheus.contains("pod_admission_refused_total{code=\"expired\"} 3"), prometheus);
    assertTrue(prometheus.contains("# TYPE pod_journal_group_seconds summary"), prometheus);
    assertTrue(prometheus.contains("pod_journal_group_seconds_count 1"), prometheus);
  }
}
