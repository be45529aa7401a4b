package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.observe.MetricCatalog.Kind;
import org.podprotocol.relay.observe.alerts.BuiltInRules;
import org.podprotocol.relay.process.Promtool;
import org.podprotocol.solana.local.LocalChain;

/** The queries of the Prometheus rules and of the Grafana board name only what a relay measures. */
class ShippedQueriesTest {
  private static final Pattern USE = Pattern.compile("(pod_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Pattern BY = Pattern.compile("by \\(([a-z_, ]+)\\) \\(.*?(pod_[a-z0-9_]+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");
  private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

  private static Path packaging(String path) {
    return LocalChain.repositoryRoot().resolve("packaging").resolve(path);
  }

  private static List<String> lines(String member) throws IOException {
    return Files.readAllLines(packaging("prometheus/pod-relay.rules.yml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith(member))
        .map(line -> line.substring(member.length()))
        .toList();
  }

  /** Names in the Prometheus text, with their labels. */
  private static Map<String, Set<String>> measured() {
    var names = new HashMap<String, Set<String>>();
    for (MetricCatalog.Entry entry : MetricCatalog.all().values()) {
      var labels = new HashSet<>(entry.labels());
      if (entry.kind() == Kind.TIMER || entry.kind() == Kind.HISTOGRAM) {
        names.put(entry.prometheusName() + "_sum", Set.copyOf(labels));
        names.put(entry.prometheusName() + "_count", Set.copyOf(labels));
        labels.add("quantile");
      }
      names.put(entry.prometheusName(), labels);
    }
    return names;
  }

  private static Set<String> unknown(List<String> queries) {
    Map<String, Set<String>> measured = measured();
    var unknown = new TreeSet<String>();
    for (String query : queries) {
      Matcher use = USE.matcher(query);
      while (use.find()) {
        check(use.group(1), labels(use.group(2)), measured, unknown);
      }
      Matcher by = BY.matcher(query);
      while (by.find()) {
        check(by.group(2), Set.of(by.group(1).split(", *")), measured, unknown);
      }
    }
    return unknown;
  }

  private static void check(
      String name, Set<String> labels, Map<String, Set<String>> measured, Set<String> unknown) {
    Set<String> there = measured.get(name);
    if (there == null) {
      unknown.add(name);
      return;
    }
    labels.stream()
        .filter(label -> !there.contains(label) && !OF_THE_SCRAPE.contains(label))
        .forEach(label -> unknown.add(name + "{" + label + "}"));
  }

  private static Set<String> labels(String text) {
    var labels = new HashSet<String>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }

  @Test
  void theRulesNameOnlyWhatIsMeasured() throws Exception {
    assertEquals(Set.of(), unknown(lines("expr: ")));
  }

  @Test
  void everyBuiltInRuleHasOneForPrometheusAndEachItsPlaceInTheManual() throws Exception {
    List<String> runbooks = lines("runbook: ");
    String manual = Files.readString(LocalChain.repositoryRoot().resolve("docs/operating.md"));
    assertEquals(lines("expr: ").size(), runbooks.size());
    for (String rule : BuiltInRules.all().keySet()) {
      assertTrue(runbooks.contains("docs/operating.md#alert-" + rule), rule);
    }
    for (String runbook : runbooks) {
      String anchor = runbook.substring(runbook.indexOf('#') + 1);
      assertTrue(manual.contains("<a id=\"" + anchor + "\">"), runbook);
    }
  }

  @Test
  void prometheusTakesTheRulesAndTheyFireWhenTheyShall() throws Exception {
    Promtool checked =
        Promtool.run(
            "",
            "check",
            "rules",
            "--lint=all",
            "--lint-fatal",
            packaging("prometheus/pod-relay.rules.yml").toString());
    assertEquals(0, checked.exitCode(), checked.said());
    Path tests = packaging("prometheus/pod-relay.rules.test.yml");
    Promtool tested = Promtool.run("", "test", "rules", tests.toString());
    assertEquals(0, tested.exitCode(), tested.said());
    String text = Files.readString(tests);
    for (String alert : lines("- alert: ")) {
      assertTrue(text.contains("alertname: " + alert), alert + " has no test");
    }
  }

  @Test
  void theBoardNamesOnlyWhatIsMeasured() throws Exception {
    var queries = new ArrayList<String>();
    new ObjectMapper()
        .readTree(packaging("grafana/pod-relay.json").toFile())
        .findValuesAsText("expr")
        .forEach(queries::add);
    assertFalse(queries.isEmpty());
    assertEquals(Set.of(), unknown(queries));
  }

  @Test
  void whatIsNotMeasuredIsFound() {
    assertEquals(
        Set.of("pod_nothing", "pod_admission_queue{color}", "pod_journal_queue{code}"),
        unknown(
            List.of(
                "rate(pod_nothing[5m])",
                "pod_admission_queue{color=\"red\",instance=~\".*\"}",
                "sum by (code) (rate(pod_journal_queue[5m]))")));
  }
}
