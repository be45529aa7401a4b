package org.podprotocol.relay.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table {@code [alerts.rules.NAME]}: a rule, or what is to be different about a built-in one.
 *
 * @param texts the fields that are set, each readable as its kind
 */
public record RuleSettings(String name, Map<String, String> texts) {

  /** What may stand in a table, and what it looks like. */
  static final Map<String, Kind<?>> FIELDS =
      new TreeMap<>(
          Map.of(
              "metric", Kind.TEXT,
              "per", Kind.TEXT,
              "statistic", Kind.TEXT,
              "window", Kind.DURATION_KIND,
              "above", Kind.DECIMAL,
              "below", Kind.DECIMAL,
              "clear", Kind.DECIMAL,
              "for", Kind.DURATION_KIND,
              "severity", Kind.oneOf("info", "warning", "critical"),
              "summary", Kind.TEXT));

  public RuleSettings {
    texts = Map.copyOf(texts);
  }

  /** These fields, and where they are not set those of {@code base}. */
  public RuleSettings over(RuleSettings base) {
    var all = new TreeMap<>(base.texts);
    all.putAll(texts);
    return new RuleSettings(name, all);
  }

  RuleSettings with(String field, String text) {
    var all = new TreeMap<>(texts);
    all.put(field, text);
    return new RuleSettings(name, all);
  }

  public Optional<String> text(String field) {
    return Optional.ofNullable(texts.get(field));
  }

  public Optional<Duration> duration(String field) {
    return text(field).map(Kind.DURATION_KIND.reader()::read);
  }

  public Optional<Double> number(String field) {
    return text(field).map(Kind.DECIMAL.reader()::read);
  }
}
