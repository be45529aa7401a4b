package org.podprotocol.solana.endpoint;

import java.time.Duration;

/**
 * How a pool chooses.
 *
 * @param retries how often a call goes to yet another endpoint
 * @param halfLife after which a success, failure or latency counts half
 * @param breakerFailures in a row that open a breaker
 * @param firstCoolOff until a breaker that has opened lets a probe through
 * @param longestCoolOff what doubling with each failed probe leads to at most
 * @param probeLease after which a silent probe gives way to another
 * @param slotPoll between comparisons of the endpoints' slots
 * @param slotTolerance slots behind the best that cost nothing
 * @param slotLimit slots behind the best at which the score is 0
 * @param maxBudgetWait how long a call waits if all budgets are used up
 * @param maxBudgetWaiters calls that may wait so; one more fails
 */
public record PoolOptions(
    int retries,
    Duration halfLife,
    int breakerFailures,
    Duration firstCoolOff,
    Duration longestCoolOff,
    Duration probeLease,
    Duration slotPoll,
    int slotTolerance,
    int slotLimit,
    Duration maxBudgetWait,
    int maxBudgetWaiters) {

  /** Checks the ranges. */
  public PoolOptions {
    if (retries < 0 || breakerFailures < 1 || maxBudgetWaiters < 0) {
      throw new IllegalArgumentException("a count is out of range");
    }
    if (slotTolerance < 0 || slotLimit <= slotTolerance) {
      throw new IllegalArgumentException("the slot limit must exceed the tolerance");
    }
    for (Duration duration :
        new Duration[] {halfLife, firstCoolOff, longestCoolOff, probeLease, slotPoll}) {
      if (duration.toMillis() < 1) {
        throw new IllegalArgumentException("a duration must be a millisecond or more");
      }
    }
  }

  /**
   * Three retries; half-life 30 s; 3 failures open for 1 s, doubling to 30 s; slots compared every
   * 5 s, 5 tolerated, 150 the limit.
   */
  public static PoolOptions defaults() {
    return new PoolOptions(
        3,
        Duration.ofSeconds(30),
        3,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        5,
        150,
        Duration.ofSeconds(2),
        1024);
  }

  /** The same with another breaker. */
  public PoolOptions withBreaker(int failures, Duration first, Duration longest, Duration lease) {
    return new PoolOptions(
        retries,
        halfLife,
        failures,
        first,
        longest,
        lease,
        slotPoll,
        slotTolerance,
        slotLimit,
        maxBudgetWait,
        maxBudgetWaiters);
  }

  /** The same with other slot comparisons. */
  public PoolOptions withSlots(Duration poll, int tolerance, int limit) {
    return new PoolOptions(
        retries,
        halfLife,
        breakerFailures,
        firstCoolOff,
        longestCoolOff,
        probeLease,
        poll,
        tolerance,
        limit,
        maxBudgetWait,
        maxBudgetWaiters);
  }

  /** The same with another patience for budgets. */
  public PoolOptions withBudgetWait(Duration wait, int waiters) {
    return new PoolOptions(
        retries,
        halfLife,
        breakerFailures,
        firstCoolOff,
        longestCoolOff,
        probeLease,
        slotPoll,
        slotTolerance,
        slotLimit,
        wait,
        waiters);
  }
}
