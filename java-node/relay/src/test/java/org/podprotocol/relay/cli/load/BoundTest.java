package org.podprotocol.relay.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundTest {
  private static LoadReport reportWithDeliveryMs(int... millis) {
    Latencies delivery = new Latencies();
    for (int one : millis) {
      delivery.record(0, one * 1_000_000L);
    }
    return Reports.of(new Latencies(), delivery);
  }

  @Test
  void readsPercentileMaximumAndUnits() {
    assertEquals(new Bound(99, "delivery", 25), Bound.parse("p99.delivery<25ms"));
    assertEquals(new Bound(99.9, "accept", 5), Bound.parse("p99.9.accept<5ms"));
    assertEquals(new Bound(100, "anchored", 1500), Bound.parse("max.anchored<1.5s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p99",
        "p99.delivery",
        "p99.reading<5ms",
        "p99.delivery>5ms",
        "p99.delivery<5"
      })
  void refusesWhatIsNoBound(String text) {
    assertThrows(IllegalArgumentException.class, () -> Bound.parse(text));
  }

  @Test
  void holdsOnlyBelowTheBound() {
    LoadReport report = reportWithDeliveryMs(10, 10, 10, 40);
    assertTrue(Bound.parse("p50.delivery<11ms").holds(report));
    assertFalse(Bound.parse("p50.delivery<9ms").holds(report));
    assertFalse(Bound.parse("max.delivery<30ms").holds(report));
  }

  @Test
  void isNotKeptByAReportThatHasNothingOfTheKind() {
    assertFalse(Bound.parse("p50.confirmed<1s").holds(reportWithDeliveryMs(1)));
  }
}
