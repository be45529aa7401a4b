package org.podprotocol.relay.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: defaults, then the file, then the environment, then the command line;
 * later ones win.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * @param file the TOML file; empty: no file
   * @param environment where variables named POD_SECTION_NAME are looked up
   * @param overrides settings of the command line, by name
   * @throws ConfigException with every fault found
   */
  public static RelayConfig read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides)
      throws ConfigException {
    var faults = new ArrayList<String>();
    var values = new Values();
    Path base = Path.of("").toAbsolutePath();
    if (file.isPresent()) {
      Path path = file.get().toAbsolutePath();
      @Nullable Path folder = path.getParent();
      base = folder == null ? base : folder;
      readToml(path, values, faults);
    }
    for (Key<?> key : Keys.all().values()) {
      String text = environment.get(key.variable());
      if (text != null) {
        values.set(key.name(), text, key.variable(), faults);
      }
    }
    overrides.forEach((name, text) -> values.set(name, text, "command line", faults));
    values.readAll(faults);
    if (faults.isEmpty()) {
      values.checkTogether(faults);
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return RelayConfig.of(values, base);
  }

  private static void readToml(Path path, Values values, List<String> faults)
      throws ConfigException {
    JsonNode root;
    try {
      root = new TomlMapper().readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          List.of(
              path
                  + ", line "
                  + e.getLocation().getLineNr()
                  + ": "
                  + e.getOriginalMessage()
                  + "."));
    } catch (IOException e) {
      throw new ConfigException(
          List.of("The configuration file " + path + " can't be read: " + e.getMessage() + "."));
    }
    root.properties()
        .forEach(
            section -> {
              if (!section.getValue().isObject()) {
                faults.add(path + ": " + section.getKey() + " is in no [section].");
                return;
              }
              setAll(section.getKey(), section.getValue(), path.toString(), values, faults);
            });
  }

  private static void setAll(
      String prefix, JsonNode table, String source, Values values, List<String> faults) {
    table
        .properties()
        .forEach(
            entry -> {
              String name = prefix + "." + entry.getKey();
              if (entry.getValue().isObject()) {
                setAll(name, entry.getValue(), source, values, faults);
              } else {
                values.set(name, text(entry.getValue()), source, faults);
              }
            });
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    var items = new ArrayList<String>();
    value.forEach(item -> items.add(item.asText()));
    return String.join(",", items);
  }

  /**
   * The shipped file: every setting with its meaning and default, those with a default commented
   * out.
   */
  public static String defaults() {
    var text =
        new StringBuilder(
            """
        # Configuration of a PoD relay. Every setting is here with its default; to change one, take the # away.
        # Each can also be set by the environment variable POD_SECTION_NAME (chain.commit-interval: POD_CHAIN_COMMIT_INTERVAL,
        # lists with commas) or by --set section.name=value, which win over this file in that order.
        # "reloadable" settings are taken over by a running relay on SIGHUP; all others need a restart.
        """);
    var sections = new LinkedHashMap<String, List<Key<?>>>();
    Keys.all()
        .values()
        .forEach(key -> sections.computeIfAbsent(key.section(), s -> new ArrayList<>()).add(key));
    sections.forEach(
        (section, keys) -> {
          text.append("\n[").append(section).append("]\n");
          for (Key<?> key : keys) {
            text.append("\n# ").append(key.doc()).append("\n# ").append(key.kind().form());
            text.append(key.reloadable() ? "; reloadable\n" : "\n");
            String fallback = key.fallback();
            text.append(fallback == null ? "" : "# ")
                .append(key.leaf())
                .append(" = ")
                .append(toml(key))
                .append('\n');
          }
        });
    return text.toString();
  }

  private static String toml(Key<?> key) {
    String value = key.fallback() == null ? "" : key.fallback();
    if (key.kind().many()) {
      return value.isEmpty() ? "[]" : "[\"" + value.replace(",", "\", \"") + "\"]";
    }
    return key.kind().quoted() ? '"' + value + '"' : value;
  }
}
