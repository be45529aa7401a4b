package org.podprotocol.relay.observe.alerts;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The series of a metric that a rule is about: {@code http.requests{status=5*}}. A label that is
 * not named may have any value; a value may end with {@code *} and may name several with {@code |}.
 *
 * @param name the dotted name
 * @param labels patterns of values by label
 */
record MetricSelector(String name, Map<String, Pattern> labels) {
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9.]+(\\{[a-z_]+=[^,{}=]+(,[a-z_]+=[^,{}=]+)*})?");

  /**
   * @throws IllegalArgumentException with a clause that says what is wrong
   */
  static MetricSelector parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is not a metric such as journal.queue or http.requests{status=5*}");
    }
    int brace = text.indexOf('{');
    if (brace < 0) {
      return new MetricSelector(text, Map.of());
    }
    var patterns = new TreeMap<String, Pattern>();
    labels(text).forEach((label, value) -> patterns.put(label, pattern(value)));
    return new MetricSelector(text.substring(0, brace), patterns);
  }

  private static Pattern pattern(String values) {
    var alternatives = new StringBuilder();
    for (String value : values.split("\\|")) {
      boolean open = value.endsWith("*");
      String fixed = open ? value.substring(0, value.length() - 1) : value;
      alternatives
          .append(alternatives.isEmpty() ? "" : "|")
          .append(Pattern.quote(fixed))
          .append(open ? ".*" : "");
    }
    return Pattern.compile(alternatives.toString());
  }

  /**
   * @param series name of a series in the registry
   */
  boolean matches(String series) {
    int brace = series.indexOf('{');
    if (!(brace < 0 ? series : series.substring(0, brace)).equals(name)) {
      return false;
    }
    Map<String, String> values = brace < 0 ? Map.of() : labels(series);
    return labels.entrySet().stream()
        .allMatch(
            label -> label.getValue().matcher(values.getOrDefault(label.getKey(), "")).matches());
  }

  private static Map<String, String> labels(String text) {
    var labels = new TreeMap<String, String>();
    for (String pair : text.substring(text.indexOf('{') + 1, text.length() - 1).split(",")) {
      int equals = pair.indexOf('=');
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return labels;
  }
}
