package org.podprotocol.relay.observe.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.podprotocol.relay.config.AlertSettings;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.Nearest;
import org.podprotocol.relay.config.RuleSettings;
import org.podprotocol.relay.observe.MetricCatalog;
import org.podprotocol.relay.observe.MetricCatalog.Kind;
import org.podprotocol.relay.observe.Window;

/** Makes the rules of a configuration: the built-in ones as it changes them, and its own. */
public final class RuleBook {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private final List<String> faults = new ArrayList<>();

  private RuleBook() {}

  /**
   * The rules in order of their names, built-in ones first.
   *
   * @throws ConfigException with every fault found
   */
  public static List<Rule> of(AlertSettings settings) throws ConfigException {
    var book = new RuleBook();
    List<Rule> rules = book.rules(settings);
    if (!book.faults.isEmpty()) {
      throw new ConfigException(book.faults);
    }
    return rules;
  }

  private List<Rule> rules(AlertSettings settings) {
    Map<String, RuleSettings> all = new LinkedHashMap<>(BuiltInRules.all());
    for (String off : settings.off()) {
      if (all.remove(off) == null) {
        faults.add(
            "alerts.off: there is no built-in alert rule "
                + off
                + Nearest.clause(off, BuiltInRules.all().keySet())
                + ".");
      }
    }
    for (RuleSettings own : settings.rules()) {
      RuleSettings base = BuiltInRules.all().get(own.name());
      all.put(own.name(), base == null ? own : own.over(withoutBounds(base, own)));
    }
    var rules = new ArrayList<Rule>();
    all.values().forEach(rule -> read(rule).ifPresent(rules::add));
    return rules;
  }

  /** A threshold of one's own does not go with the built-in rule's other bounds. */
  private static RuleSettings withoutBounds(RuleSettings base, RuleSettings own) {
    boolean moved = own.text("above").isPresent() || own.text("below").isPresent();
    if (!moved) {
      return base;
    }
    var rest = new LinkedHashMap<>(base.texts());
    rest.keySet().removeAll(Set.of("above", "below", "clear"));
    return new RuleSettings(base.name(), rest);
  }

  private Optional<Rule> read(RuleSettings settings) {
    int before = faults.size();
    String statistic = settings.text("statistic").orElse(Statistic.VALUE.text());
    Duration window = settings.duration("window").orElse(Duration.ofMinutes(1));
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      fault(settings, "has a window that is not between 10s and 1h");
    }
    String metric = settings.text("metric").orElse("");
    if (Statistic.of(statistic).isEmpty()) {
      fault(
          settings,
          "has the statistic \""
              + statistic
              + "\"; there are value, min, max, mean, rate, increase, p50, p95, p99 and p999");
    } else if (metric.isEmpty()) {
      fault(settings, "has no metric");
    } else {
      Statistic known = Statistic.of(statistic).get();
      checkMetric(settings, metric, known, window);
      settings.text("per").ifPresent(per -> checkMetric(settings, per, known, window));
    }
    Optional<Double> above = settings.number("above");
    Optional<Double> below = settings.number("below");
    if (above.isPresent() == below.isPresent()) {
      fault(settings, "needs either above or below");
      return Optional.empty();
    }
    double threshold = above.or(() -> below).orElseThrow();
    double clear = settings.number("clear").orElse(threshold);
    if (above.isPresent() ? clear > threshold : clear < threshold) {
      fault(settings, "would end before it begins: clear is on the wrong side of the threshold");
    }
    if (faults.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new Rule(
            settings.name(),
            metric,
            settings.text("per"),
            statistic,
            window,
            above.isPresent(),
            threshold,
            clear,
            settings.duration("for").orElse(Duration.ZERO),
            Severity.of(settings.text("severity").orElse(Severity.WARNING.text())),
            settings.text("summary").orElse("The rule " + settings.name() + " does not hold.")));
  }

  private void checkMetric(
      RuleSettings settings, String text, Statistic statistic, Duration window) {
    MetricSelector selector;
    try {
      selector = MetricSelector.parse(text);
    } catch (IllegalArgumentException e) {
      fault(settings, "names \"" + text + "\", which " + e.getMessage());
      return;
    }
    Map<String, MetricCatalog.Entry> catalog = MetricCatalog.all();
    MetricCatalog.Entry entry = catalog.get(selector.name());
    if (entry == null) {
      fault(
          settings,
          "names the metric "
              + selector.name()
              + ", which there is not"
              + Nearest.clause(selector.name(), catalog.keySet()));
      return;
    }
    for (String label : selector.labels().keySet()) {
      if (!entry.labels().contains(label)) {
        fault(settings, "names a label " + label + ", which " + entry.name() + " has not");
      }
    }
    if (!statistic.fits(entry.kind())) {
      fault(
          settings,
          "wants the statistic "
              + statistic.text()
              + " of "
              + entry.name()
              + ", which is a "
              + entry.kind().name().toLowerCase(Locale.ROOT));
    } else if (statistic.ofWindows()
        && (entry.kind() == Kind.TIMER || entry.kind() == Kind.HISTOGRAM)
        && Window.of(window).isEmpty()) {
      fault(
          settings, "wants a window that " + entry.name() + " does not keep; it keeps 10s, 1m, 5m");
    }
  }

  private void fault(RuleSettings settings, String clause) {
    faults.add("The alert rule " + settings.name() + " " + clause + ".");
  }
}
