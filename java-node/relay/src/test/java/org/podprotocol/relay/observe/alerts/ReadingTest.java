package org.podprotocol.relay.observe.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Gauge;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.observe.Metrics;

class ReadingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Metrics metrics = new Metrics();
  private long nowNs;

  private static Reading reading(String metric, Statistic statistic) {
    return new Reading(metric, statistic, MINUTE, true);
  }

  private OptionalDouble take(Reading reading, int laterSeconds) {
    nowNs += TimeUnit.SECONDS.toNanos(laterSeconds);
    return reading.take(metrics, nowNs);
  }

  @Test
  void aMetricThatIsNotThereHasNoValue() {
    assertTrue(take(reading("journal.queue", Statistic.VALUE), 0).isEmpty());
    assertTrue(take(reading("http.latency", Statistic.P99), 0).isEmpty());
  }

  @Test
  void countersOfTheNamedLabelsAreAddedUp() {
    metrics.counter("http.requests{route=a,status=500}").inc(1);
    metrics.counter("http.requests{route=b,status=503}").inc(2);
    metrics.counter("http.requests{route=b,status=200}").inc(100);
    metrics.counter("http.refused.connections").inc(1000);
    assertEquals(3, take(reading("http.requests{status=5*}", Statistic.VALUE), 0).orElseThrow());
    assertEquals(
        102, take(reading("http.requests{route=b|c,status=*}", Statistic.VALUE), 0).orElseThrow());
    assertEquals(103, take(reading("http.requests", Statistic.VALUE), 0).orElseThrow());
  }

  @Test
  void growthIsThatOfTheWindow() {
    var counter = metrics.counter("admission.accepted");
    counter.inc(1000);
    Reading increase = reading("admission.accepted", Statistic.INCREASE);
    Reading rate = reading("admission.accepted", Statistic.RATE);
    assertEquals(0, take(increase, 0).orElseThrow());
    assertEquals(0, take(rate, 0).orElseThrow());
    counter.inc(60);
    assertEquals(60, take(increase, 30).orElseThrow());
    assertEquals(2, take(rate, 0).orElseThrow());
    assertEquals(0, take(increase, 61).orElseThrow());
  }

  @Test
  void ofSeveralGaugesTheWorstCounts() {
    metrics.gauge("journal.queue{of=a}", () -> (Gauge<Integer>) () -> 3);
    metrics.gauge("journal.queue{of=b}", () -> (Gauge<Integer>) () -> 7);
    assertEquals(7, take(reading("journal.queue", Statistic.VALUE), 0).orElseThrow());
    assertEquals(
        3,
        new Reading("journal.queue", Statistic.VALUE, MINUTE, false)
            .take(metrics, 0)
            .orElseThrow());
  }

  @Test
  void theLeastOfAGaugeIsThatOfTheWindow() {
    var value = new int[] {5};
    metrics.gauge("journal.queue", () -> (Gauge<Integer>) () -> value[0]);
    Reading least = reading("journal.queue", Statistic.MIN);
    take(least, 0);
    value[0] = 9;
    assertEquals(5, take(least, 30).orElseThrow());
    assertEquals(9, take(least, 31).orElseThrow());
  }

  @Test
  void quantilesOfTimersAreMilliseconds() {
    metrics.timer("http.latency{route=a}").update(250, TimeUnit.MILLISECONDS);
    metrics.timer("http.latency{route=b}").update(10, TimeUnit.MILLISECONDS);
    assertEquals(250, take(reading("http.latency", Statistic.P99), 0).orElseThrow(), 250 * 0.01);
    assertEquals(10, take(reading("http.latency{route=b}", Statistic.MEAN), 0).orElseThrow(), 0.1);
  }

  @Test
  void whatIsNoSelectorIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> MetricSelector.parse("http.requests{"));
    assertThrows(IllegalArgumentException.class, () -> MetricSelector.parse("a{b=}"));
    assertFalse(MetricSelector.parse("a{b=c.}").matches("a{b=cd}"));
  }
}
