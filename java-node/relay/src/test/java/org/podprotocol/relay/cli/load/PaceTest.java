package org.podprotocol.relay.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PaceTest {
  @Test
  void withoutARampOperationsAreEquallyFarApart() {
    Pace pace = new Pace(100, 0, 3);
    assertEquals(300, pace.operations());
    assertEquals(0, pace.dueNanos(0));
    assertEquals(2_500_000_000L, pace.dueNanos(250));
  }

  @Test
  void inARampTheRateGrowsEvenlyToWhatWasAskedFor() {
    Pace pace = new Pace(100, 10, 20);
    assertEquals(1500, pace.operations());
    // Half of the ramp's time has a quarter of its operations.
    assertEquals(5e9, pace.dueNanos(125), 1e6);
    assertEquals(10e9, pace.dueNanos(500), 1e6);
    assertEquals(15e9, pace.dueNanos(1000), 1e6);
    for (int n = 1; n < 1500; n++) {
      assertTrue(pace.dueNanos(n) > pace.dueNanos(n - 1));
    }
    assertTrue(pace.dueNanos(1499) < 20_000_000_000L);
  }

  @Test
  void aRampIsNotLongerThanTheRun() {
    assertThrows(IllegalArgumentException.class, () -> new Pace(1, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> new Pace(0, 0, 2));
  }
}
