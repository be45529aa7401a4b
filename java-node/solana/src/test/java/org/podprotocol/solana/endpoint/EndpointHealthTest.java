package org.podprotocol.solana.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Score, breaker, budget and Retry-After by a clock in the test's hand. */
class EndpointHealthTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  @Test
  void scoreIsSevenTenthsSuccessAndThreeTenthsLatency() {
    HealthScore health = new HealthScore(30 * SECOND, 0);
    assertEquals(1, health.score(0, 0), 1e-9, "nothing is known: full marks");
    health.succeeded(40 * MS, 0);
    assertEquals(1, health.score(40 * MS, 0), 1e-9);
    assertEquals(0.7 + 0.3 / 2, health.score(20 * MS, 0), 1e-9, "the best is twice as fast");
    health.failed(0);
    health.failed(0);
    // One of three succeeded, and the imaginary one.
    assertEquals(0.7 * 2 / 4 + 0.3, health.score(40 * MS, 0), 1e-9);
  }

  @Test
  void oldFailuresFade() {
    HealthScore health = new HealthScore(30 * SECOND, 0);
    for (int i = 0; i < 7; i++) {
      health.failed(0);
    }
    assertEquals(1 / 8.0, health.successRate(0), 1e-9);
    assertEquals(1 / 4.5, health.successRate(30 * SECOND), 1e-9);
    assertTrue(health.successRate(600 * SECOND) > 0.99);
  }

  @Test
  void breakerOpensAfterFailuresInARowAndProbesOneAtATime() {
    Breaker breaker = new Breaker(3, 30 * SECOND, 50 * SECOND, 10 * SECOND);
    breaker.failed(0);
    breaker.failed(0);
    breaker.succeeded();
    breaker.failed(0);
    breaker.failed(0);
    assertTrue(breaker.allows(0), "a success in between starts the count anew");
    breaker.failed(0);
    assertFalse(breaker.allows(0));
    assertFalse(breaker.allows(30 * SECOND - 1));
    assertTrue(breaker.allows(30 * SECOND));
    breaker.begin(30 * SECOND);
    assertFalse(breaker.allows(31 * SECOND), "a probe is under way");
    assertTrue(breaker.allows(40 * SECOND), "its lease has run out");
    breaker.begin(40 * SECOND);
    breaker.failed(41 * SECOND);
    assertFalse(breaker.allows(41 * SECOND), "the probe failed: cool off for longer");
    breaker.failed(42 * SECOND);
    assertFalse(breaker.allows(91 * SECOND - 1), "twice as long, at most 50 s");
    assertTrue(breaker.allows(91 * SECOND), "and stragglers don't prolong it");
    breaker.begin(91 * SECOND);
    breaker.succeeded();
    assertEquals(Breaker.State.CLOSED, breaker.state(91 * SECOND));
    assertTrue(breaker.allows(91 * SECOND));
    for (int i = 0; i < 3; i++) {
      breaker.failed(100 * SECOND);
    }
    assertTrue(breaker.allows(130 * SECOND), "the first cool-off is short again");
  }

  @Test
  void budgetCountsWeightsAndComesBackWithTime() {
    RateBudget budget = new RateBudget(10, 20, Map.of("getProgramAccounts", 15));
    TokenBucket bucket = new TokenBucket(budget, 0);
    assertEquals(0, bucket.waitNanos(budget.weight("getProgramAccounts"), 0));
    bucket.take(15, 0);
    assertEquals(0, bucket.waitNanos(budget.weight("getSlot"), 0));
    assertEquals(SECOND, bucket.waitNanos(15, 0), "5 left, 10 more in a second");
    assertEquals(0, bucket.waitNanos(15, SECOND));
    bucket.take(15, SECOND);
    assertEquals(2 * SECOND, bucket.waitNanos(20, SECOND));
    assertThrows(IllegalArgumentException.class, () -> new RateBudget(10, 5, Map.of("getSlot", 6)));
  }

  @Test
  void retryAfterInSecondsOrAsADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertEquals(Duration.ofSeconds(7), RetryAfter.parse(" 7 ", now));
    assertEquals(Duration.ofSeconds(30), RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", now));
    assertEquals(Duration.ZERO, RetryAfter.parse("Wed, 31 Dec 2025 23:00:00 GMT", now));
    assertEquals(Duration.ofHours(1), RetryAfter.parse("99999999999999", now));
    assertNull(RetryAfter.parse("soon", now));
    assertNull(RetryAfter.parse("", now));
    assertNull(RetryAfter.parse(null, now));
  }
}
