package org.podprotocol.relay.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The tables {@code [alerts.rules.NAME]} of the configuration, read field by field. */
final class RuleTables {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final int MOST = 64;

  private final Map<String, RuleSettings> rules = new LinkedHashMap<>();

  /**
   * Sets a field; later ones win.
   *
   * @param path rule and field, with a dot between
   */
  void set(String path, String text, String source, List<String> faults) {
    int dot = path.indexOf('.');
    String rule = dot < 0 ? path : path.substring(0, dot);
    String field = dot < 0 ? "" : path.substring(dot + 1);
    if (!NAME.matcher(rule).matches()) {
      faults.add(source + ": the name of the alert rule \"" + rule + "\" is not like fee-balance.");
      return;
    }
    Set<String> fields = RuleSettings.FIELDS.keySet();
    Kind<?> kind = RuleSettings.FIELDS.get(field);
    if (kind == null) {
      faults.add(
          source
              + ": an alert rule has no field \""
              + field
              + "\""
              + Nearest.clause(field, fields)
              + "; its fields are "
              + String.join(", ", fields)
              + ".");
      return;
    }
    if (rules.size() == MOST && !rules.containsKey(rule)) {
      faults.add(source + ": there are more than " + MOST + " alert rules.");
      return;
    }
    try {
      kind.reader().read(text);
      RuleSettings known = rules.getOrDefault(rule, new RuleSettings(rule, Map.of()));
      rules.put(rule, known.with(field, text));
    } catch (IllegalArgumentException e) {
      faults.add(source + ": alerts.rules." + path + " = \"" + text + "\" " + e.getMessage() + ".");
    }
  }

  List<RuleSettings> all() {
    return List.copyOf(rules.values());
  }
}
