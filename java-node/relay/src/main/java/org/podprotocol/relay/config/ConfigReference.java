package org.podprotocol.relay.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every setting as Markdown tables, for {@code docs/configuration.md}. */
public final class ConfigReference {
  private ConfigReference() {}

  public static String markdown() {
    var text = new StringBuilder(HEAD);
    var sections = new LinkedHashMap<String, List<Key<?>>>();
    Keys.all()
        .values()
        .forEach(
            key ->
                sections
                    .computeIfAbsent(key.section(), section -> new java.util.ArrayList<>())
                    .add(key));
    sections.forEach(
        (section, keys) -> {
          text.append("\n## ").append(section).append("\n\n");
          text.append(
              "| setting | default | value | reloadable | meaning |\n|---|---|---|---|---|\n");
          keys.forEach(key -> row(text, key));
        });
    text.append(RULES);
    for (Map.Entry<String, Kind<?>> field : RuleSettings.FIELDS.entrySet()) {
      text.append("| `")
          .append(field.getKey())
          .append("` | ")
          .append(cell(field.getValue().form()))
          .append(" |\n");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Key<?> key) {
    String fallback = key.fallback();
    text.append("| `").append(key.name()).append("` | ");
    if (fallback == null) {
      text.append("has to be set");
    } else if (fallback.isEmpty()) {
      text.append("none");
    } else {
      text.append('`').append(fallback).append('`');
    }
    text.append(" | ")
        .append(cell(key.kind().form()))
        .append(" | ")
        .append(key.reloadable() ? "yes" : "no")
        .append(" | ")
        .append(cell(key.doc()))
        .append(" |\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static final String HEAD =
      """
      # Configuration

      Every setting of a relay, made from the code; a test holds this page to it. `pod relay --print-config` prints the same as
      a file to start from, `pod relay --check-config` says what is wrong with one.

      A setting comes from, later ones winning: its default; the TOML file (`--config`, else `POD_CONFIG`, else
      `/etc/pod/relay.toml`, else `./relay.toml`, the first there is); the environment variable `POD_SECTION_NAME`
      (`chain.commit-interval` is `POD_CHAIN_COMMIT_INTERVAL`, lists with commas); `-O section.name=value` on the command line.
      Unknown settings are errors. Paths are relative to the file. What is reloadable is taken over by a running relay on
      SIGHUP; everything else needs a restart.
      """;

  private static final String RULES =
      """

      ## alerts.rules.NAME

      A table `[alerts.rules.NAME]` makes an alert rule of one's own, or changes the fields it names of a
      [built-in one](operating.md#alerts). These can be set in the file and by `-O alerts.rules.NAME.FIELD=value`, not by
      variables. What each field does: [operating.md](operating.md#rules-of-your-own).

      | field | value |
      |---|---|
      """;
}
