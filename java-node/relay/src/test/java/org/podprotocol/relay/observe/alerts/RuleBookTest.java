package org.podprotocol.relay.observe.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.ConfigFile;

class RuleBookTest {
  private static final String PROGRAM = "podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ";

  @TempDir Path folder;

  private List<Rule> rules(String toml, String... settings) throws Exception {
    Path file = folder.resolve("relay.toml");
    Files.writeString(
        file, "[chain]\nprogram = \"" + PROGRAM + "\"\nrelay = \"" + PROGRAM + "\"\n" + toml);
    var set = new java.util.HashMap<String, String>();
    for (String setting : settings) {
      set.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return RuleBook.of(ConfigFile.read(Optional.of(file), Map.of(), set).alerts());
  }

  private String fault(String toml) {
    ConfigException refused = assertThrows(ConfigException.class, () -> rules(toml));
    assertEquals(1, refused.faults().size(), refused.getMessage());
    return refused.faults().getFirst();
  }

  private Rule rule(List<Rule> rules, String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyBuiltInRuleIsGood() throws Exception {
    List<Rule> rules = rules("");
    assertEquals(BuiltInRules.all().size(), rules.size());
  }

  @Test
  void aTableMakesARule() throws Exception {
    Rule rule =
        rule(
            rules(
                """
                [alerts.rules.slow-inbox]
                metric = "http.latency{route=inbox}"
                statistic = "p99"
                window = "5m"
                above = 250
                clear = 100
                for = "2m"
                severity = "critical"
                summary = "Inboxes are slow."
                """),
            "slow-inbox");
    assertEquals(
        "p99 of http.latency{route=inbox} over 300 s > 250, until 100, for 120 s", rule.text());
    assertEquals(Severity.CRITICAL, rule.severity());
    assertEquals("Inboxes are slow.", rule.summary());
  }

  @Test
  void aTableOfABuiltInRuleChangesOnlyWhatItNames() throws Exception {
    Rule before = rule(rules(""), "fee-balance");
    Rule rule = rule(rules("[alerts.rules.fee-balance]\nbelow = 5\n"), "fee-balance");
    assertEquals(5, rule.threshold());
    assertEquals(5, rule.clear());
    assertEquals(before.metric(), rule.metric());
    assertEquals(before.held(), rule.held());
    Rule sooner = rule(rules("", "alerts.rules.fee-balance.for=5s"), "fee-balance");
    assertEquals(Duration.ofSeconds(5), sooner.held());
    assertEquals(before.threshold(), sooner.threshold());
  }

  @Test
  void aBuiltInRuleCanBeTurnedOff() throws Exception {
    assertTrue(
        rules("[alerts]\noff = [\"disk-space\"]\n").stream()
            .noneMatch(rule -> rule.name().equals("disk-space")));
    assertTrue(fault("[alerts]\noff = [\"disc-space\"]\n").contains("disk-space meant?"));
  }

  @Test
  void anUnknownMetricIsNamedWithOneThatIsNear() {
    String fault = fault("[alerts.rules.mine]\nmetric = \"jurnal.queue\"\nabove = 1\n");
    assertTrue(fault.contains("mine"), fault);
    assertTrue(fault.contains("journal.queue meant?"), fault);
  }

  @Test
  void everyOtherFaultIsNamed() {
    String metric = "[alerts.rules.mine]\nmetric = \"journal.queue\"\n";
    assertTrue(fault("[alerts.rules.mine]\nabove = 1\n").contains("has no metric"));
    assertTrue(fault(metric).contains("either above or below"));
    assertTrue(fault(metric + "above = 1\nbelow = 1\n").contains("either above or below"));
    assertTrue(fault(metric + "above = 1\nclear = 2\n").contains("wrong side"));
    assertTrue(fault(metric + "above = 1\nwindow = \"2h\"\n").contains("between 10s and 1h"));
    assertTrue(fault(metric + "above = 1\nstatistic = \"p98\"\n").contains("p99"));
    assertTrue(fault(metric + "above = \"much\"\nbelow = 1\n").contains("is not a number"));
    assertTrue(fault(metric + "above = 1\nsevrity = \"info\"\n").contains("severity meant?"));
    assertTrue(fault(metric + "above = 1\nseverity = \"bad\"\n").contains("critical"));
    assertTrue(fault("[alerts.rules.Mine]\nabove = 1\n").contains("like fee-balance"));
    assertTrue(fault(metric + "above = 1\nstatistic = \"p99\"\n").contains("is a gauge"));
    assertTrue(
        fault(
                "[alerts.rules.mine]\nmetric = \"http.latency{rout=a}\"\nstatistic = \"p99\"\nabove = 1\n")
            .contains("a label rout"));
    assertTrue(
        fault(
                "[alerts.rules.mine]\nmetric = \"http.latency\"\nstatistic = \"p99\"\nwindow = \"2m\"\nabove = 1\n")
            .contains("10s, 1m, 5m"));
    assertTrue(
        fault("[alerts.rules.mine]\nmetric = \"journal.queue{\"\nabove = 1\n")
            .contains("is not a metric such as"));
  }
}
