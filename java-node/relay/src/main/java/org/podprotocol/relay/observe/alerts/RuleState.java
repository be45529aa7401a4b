package org.podprotocol.relay.observe.alerts;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Where a rule stands: it holds, is broken but not for long enough, or its alert fires. */
final class RuleState {
  private final Rule rule;
  private final String relay;
  private @Nullable Instant brokenSince;
  private @Nullable Instant firingSince;
  private OptionalDouble value = OptionalDouble.empty();

  RuleState(Rule rule, String relay) {
    this.rule = rule;
    this.relay = relay;
  }

  /** Takes a value; an alert if it begins to fire or ends. Without a value nothing changes. */
  Optional<Alert> take(OptionalDouble reading, Instant now) {
    if (reading.isEmpty()) {
      return Optional.empty();
    }
    value = reading;
    double current = reading.getAsDouble();
    if (firingSince != null) {
      if (!rule.cleared(current)) {
        return Optional.empty();
      }
      Alert ended = alert(firingSince, Optional.of(now));
      firingSince = null;
      brokenSince = null;
      return Optional.of(ended);
    }
    if (!rule.broken(current)) {
      brokenSince = null;
      return Optional.empty();
    }
    if (brokenSince == null) {
      brokenSince = now;
    }
    if (now.isBefore(brokenSince.plus(rule.held()))) {
      return Optional.empty();
    }
    firingSince = now;
    return firing();
  }

  Rule rule() {
    return rule;
  }

  OptionalDouble value() {
    return value;
  }

  /** The alert, if it fires. */
  Optional<Alert> firing() {
    return firingSince == null
        ? Optional.empty()
        : Optional.of(alert(firingSince, Optional.empty()));
  }

  /** inactive, pending or firing. */
  String text() {
    return firingSince != null ? "firing" : brokenSince != null ? "pending" : "inactive";
  }

  private Alert alert(Instant since, Optional<Instant> ended) {
    return new Alert(
        rule.name(),
        rule.severity(),
        rule.summary(),
        rule.text(),
        value.orElse(Double.NaN),
        since,
        ended,
        relay);
  }
}
