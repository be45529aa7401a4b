package org.podprotocol.relay.observe.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * An alert as receivers are told it.
 *
 * @param name of the rule
 * @param rule the rule as a person would say it
 * @param value that broke the rule, or that ended the alert
 * @param endedAt empty: it fires
 * @param relay address of the Relay account
 */
public record Alert(
    String name,
    Severity severity,
    String summary,
    String rule,
    double value,
    Instant startedAt,
    Optional<Instant> endedAt,
    String relay) {

  public boolean firing() {
    return endedAt.isEmpty();
  }

  /** The same for all that is told of one firing of an alert. */
  public String id() {
    return name + "@" + startedAt.toEpochMilli();
  }

  /** Where an operator finds what to do. */
  public String runbook() {
    return "docs/operating.md#alert-" + name;
  }

  /** One line for the log. */
  String text() {
    return "Alert %s %s (%s): %s Value %s; rule: %s. See %s."
        .formatted(
            name,
            firing() ? "fires" : "has ended",
            severity.text(),
            summary,
            Rule.number(value),
            rule,
            runbook());
  }
}
