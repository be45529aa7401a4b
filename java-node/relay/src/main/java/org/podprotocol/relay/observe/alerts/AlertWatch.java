package org.podprotocol.relay.observe.alerts;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the metrics by the rules every five seconds and tells the receivers: once when an alert
 * begins to fire, once when it ends, and between as often as the receiver wants to be reminded.
 */
public final class AlertWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AlertWatch.class);
  private static final long EVERY_MS = 5_000;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final List<Judged> rules = new ArrayList<>();
  private final List<Outbox> outboxes;
  private final Map<String, Instant> toldAt = new HashMap<>();
  private final MetricRegistry metrics;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("alerts").factory());

  private record Judged(RuleState state, Reading reading, Optional<Reading> per) {}

  /**
   * @param relay address of the Relay account, for those who look after several
   */
  public AlertWatch(
      List<Rule> rules,
      List<AlertReceiver> receivers,
      MetricRegistry metrics,
      InstantSource clock,
      String relay) {
    this(rules, receivers, metrics, clock, relay, FIRST_PAUSE);
  }

  AlertWatch(
      List<Rule> rules,
      List<AlertReceiver> receivers,
      MetricRegistry metrics,
      InstantSource clock,
      String relay,
      Duration firstPause) {
    this.metrics = metrics;
    this.clock = clock;
    rules.forEach(rule -> this.rules.add(judged(rule, relay)));
    outboxes =
        receivers.stream().map(receiver -> new Outbox(receiver, firstPause, metrics)).toList();
    this.rules.forEach(
        rule ->
            metrics.gauge(
                "alerts.firing{alert="
                    + rule.state.rule().name()
                    + ",severity="
                    + rule.state.rule().severity().text()
                    + "}",
                () -> (Gauge<Integer>) () -> rule.state.firing().isPresent() ? 1 : 0));
  }

  private static Judged judged(Rule rule, String relay) {
    Statistic statistic = Statistic.of(rule.statistic()).orElseThrow();
    return new Judged(
        new RuleState(rule, relay),
        new Reading(rule.metric(), statistic, rule.window(), rule.above()),
        // Of what divides, the lower value makes the quotient the higher.
        rule.per().map(per -> new Reading(per, statistic, rule.window(), !rule.above())));
  }

  /** Begins to judge. */
  public void start() {
    timer.scheduleWithFixedDelay(this::lookSafely, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("The alert rules could not be judged.", e);
    }
  }

  /** Judges every rule once. */
  synchronized void look() {
    Instant now = clock.instant();
    for (Judged rule : rules) {
      rule.state.take(value(rule, now), now).ifPresent(alert -> tellAll(alert, now));
      rule.state.firing().ifPresent(alert -> remind(alert, now));
    }
  }

  private OptionalDouble value(Judged rule, Instant now) {
    long nowNs = TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli());
    try {
      OptionalDouble value = rule.reading.take(metrics, nowNs);
      if (rule.per.isEmpty() || value.isEmpty()) {
        return value;
      }
      OptionalDouble per = rule.per.get().take(metrics, nowNs);
      return per.isEmpty()
          ? per
          : OptionalDouble.of(
              per.getAsDouble() == 0
                  ? value.getAsDouble()
                  : value.getAsDouble() / per.getAsDouble());
    } catch (RuntimeException e) {
      // A gauge that can't be read is no value; the others are judged all the same.
      log.debug("No value for the alert rule {}: {}", rule.state.rule().name(), e.toString());
      return OptionalDouble.empty();
    }
  }

  private void tellAll(Alert alert, Instant now) {
    outboxes.forEach(outbox -> tell(outbox, alert, now));
  }

  private void tell(Outbox outbox, Alert alert, Instant now) {
    outbox.put(alert);
    toldAt.put(outbox.receiver().name() + " " + alert.name(), now);
  }

  private void remind(Alert alert, Instant now) {
    for (Outbox outbox : outboxes) {
      Instant last = toldAt.get(outbox.receiver().name() + " " + alert.name());
      if (last == null || !now.isBefore(last.plus(outbox.receiver().renewal()))) {
        tell(outbox, alert, now);
      }
    }
  }

  /** How every rule stands. */
  public synchronized List<Standing> standings() {
    return rules.stream()
        .map(
            rule ->
                new Standing(
                    rule.state.rule(),
                    rule.state.text(),
                    rule.state.value(),
                    rule.state.firing().map(Alert::startedAt)))
        .toList();
  }

  /**
   * @param state inactive, pending or firing
   * @param value as it was last read; empty: never
   * @param since when it began to fire
   */
  public record Standing(Rule rule, String state, OptionalDouble value, Optional<Instant> since) {}

  @Override
  public void close() {
    timer.shutdownNow();
    outboxes.forEach(Outbox::close);
  }
}
