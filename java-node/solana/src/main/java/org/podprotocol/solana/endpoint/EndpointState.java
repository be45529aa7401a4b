package org.podprotocol.solana.endpoint;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MethodClass;

/** What a pool knows of one endpoint. Thread-safe; nothing here waits. */
final class EndpointState {

  /** State of one class of calls. */
  private static final class ClassState {
    final HealthScore health;
    final Breaker breaker;
    long pausedUntilNanos;
    int pauses;
    long usedAtNanos;
    long calls;
    long errors;

    ClassState(PoolOptions options, long now) {
      health = new HealthScore(options.halfLife().toNanos(), now);
      breaker =
          new Breaker(
              options.breakerFailures(),
              options.firstCoolOff().toNanos(),
              options.longestCoolOff().toNanos(),
              options.probeLease().toNanos());
      pausedUntilNanos = now;
      usedAtNanos = now;
    }
  }

  private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(5).toNanos();

  private final PoolMember member;
  private final PoolOptions options;
  private final Map<MethodClass, ClassState> classes = new EnumMap<>(MethodClass.class);
  private final @Nullable TokenBucket bucket;
  private long slotLag;

  EndpointState(PoolMember member, PoolOptions options, long now) {
    this.member = member;
    this.options = options;
    RateBudget budget = member.budget();
    this.bucket = budget == null ? null : new TokenBucket(budget, now);
    for (MethodClass methodClass : member.classes()) {
      classes.put(methodClass, new ClassState(options, now));
    }
  }

  PoolMember member() {
    return member;
  }

  boolean serves(MethodClass methodClass) {
    return classes.containsKey(methodClass);
  }

  /** True if breaker and pauses allow a call; the budget is another question. */
  synchronized boolean isOpenTo(MethodClass methodClass, long now) {
    ClassState state = classes.get(methodClass);
    return state != null && now - state.pausedUntilNanos >= 0 && state.breaker.allows(now);
  }

  /** True if the breaker has cooled off and no probe is under way. */
  synchronized boolean wantsProbe(MethodClass methodClass, long now) {
    return state(methodClass).breaker.state(now) == Breaker.State.HALF_OPEN
        && isOpenTo(methodClass, now);
  }

  synchronized long usedAtNanos(MethodClass methodClass) {
    return state(methodClass).usedAtNanos;
  }

  /** Nanoseconds until the budget allows the call. */
  synchronized long budgetWaitNanos(String method, long now) {
    RateBudget budget = member.budget();
    return bucket == null || budget == null ? 0 : bucket.waitNanos(budget.weight(method), now);
  }

  /**
   * Takes tokens and, where the breaker is half open, the probe's lease; false if somebody else was
   * faster.
   */
  synchronized boolean tryBegin(MethodClass methodClass, String method, long now) {
    if (!isOpenTo(methodClass, now) || budgetWaitNanos(method, now) > 0) {
      return false;
    }
    RateBudget budget = member.budget();
    if (bucket != null && budget != null) {
      bucket.take(budget.weight(method), now);
    }
    ClassState state = state(methodClass);
    state.breaker.begin(now);
    state.usedAtNanos = now;
    return true;
  }

  private ClassState state(MethodClass methodClass) {
    ClassState state = classes.get(methodClass);
    if (state == null) {
      throw new IllegalStateException(member.name() + " doesn't serve " + methodClass);
    }
    return state;
  }

  synchronized void succeeded(MethodClass methodClass, long latencyNanos, long now) {
    ClassState state = state(methodClass);
    state.calls++;
    state.health.succeeded(latencyNanos, now);
    state.breaker.succeeded();
    state.pauses = 0;
  }

  synchronized void failed(MethodClass methodClass, Verdict verdict, long latencyNanos, long now) {
    ClassState state = state(methodClass);
    state.calls++;
    if (verdict.blame() != Verdict.Blame.NONE) {
      state.errors++;
    }
    switch (verdict.blame()) {
      case NONE -> {
        state.health.succeeded(latencyNanos, now);
        state.breaker.succeeded();
      }
      case UNKNOWN -> state.breaker.abandoned();
      case SCORE -> {
        state.health.failed(now);
        state.breaker.abandoned();
      }
      case BREAKER -> {
        state.health.failed(now);
        state.breaker.failed(now);
      }
    }
    Duration pause = verdict.pause();
    if (pause != null) {
      // Asked politely once: as long as asked. Again and again: twice as long each time.
      long nanos = pause.toNanos() << Math.min(state.pauses++, 8);
      state.pausedUntilNanos =
          now + Math.min(nanos, Math.max(LONGEST_PAUSE_NANOS, pause.toNanos()));
    }
  }

  synchronized void lags(long slots) {
    slotLag = slots;
  }

  synchronized double latencyNanos(MethodClass methodClass, long now) {
    return state(methodClass).health.latencyNanos(now);
  }

  synchronized double score(MethodClass methodClass, double bestLatencyNanos, long now) {
    double excess = Math.max(0, slotLag - options.slotTolerance());
    double room = options.slotLimit() - options.slotTolerance();
    double fresh = Math.max(0, 1 - excess / room);
    return fresh * state(methodClass).health.score(bestLatencyNanos, now);
  }

  synchronized EndpointStatus status(MethodClass methodClass, double bestLatencyNanos, long now) {
    ClassState state = state(methodClass);
    return new EndpointStatus(
        member.name(),
        methodClass,
        score(methodClass, bestLatencyNanos, now),
        state.health.successRate(now),
        state.health.latencyNanos(now) / 1e6,
        slotLag,
        state.calls,
        state.errors,
        state.breaker.state(now).name(),
        Math.max(0, (state.pausedUntilNanos - now) / 1_000_000));
  }
}
