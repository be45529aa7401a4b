package org.podprotocol.relay.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings as text from several sources, read into their types; faults are gathered, not thrown one
 * by one.
 */
final class Values {
  private static final String RULES = "alerts.rules.";

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, Object> read = new HashMap<>();
  private final RuleTables rules = new RuleTables();

  /** Sets a value; later ones win. Adds a fault for an unknown key. */
  void set(String name, String text, String source, List<String> faults) {
    if (name.startsWith(RULES)) {
      rules.set(name.substring(RULES.length()), text, source, faults);
    } else if (Keys.all().containsKey(name)) {
      texts.put(name, text);
      sources.put(name, source);
    } else {
      faults.add(
          source
              + ": there is no setting "
              + name
              + Nearest.clause(name, Keys.all().keySet())
              + ".");
    }
  }

  /** Reads every setting; adds a fault for each that is missing or can't be read. */
  void readAll(List<String> faults) {
    for (Key<?> key : Keys.all().values()) {
      String text = texts.getOrDefault(key.name(), key.fallback());
      if (text == null) {
        faults.add(
            key.name()
                + " has to be set, in the file, by "
                + key.variable()
                + " or by --set "
                + key.name()
                + "=...: "
                + key.doc());
        continue;
      }
      try {
        read.put(key.name(), key.kind().reader().read(text));
      } catch (IllegalArgumentException e) {
        faults.add(
            sources.getOrDefault(key.name(), "default")
                + ": "
                + key.name()
                + (key.kind().secret() ? " " : " = \"" + text + "\" ")
                + e.getMessage()
                + ".");
      }
    }
  }

  /** Adds a fault where settings only make sense together. */
  void checkTogether(List<String> faults) {
    pair(Keys.HOSTING_KEY, Keys.HOSTING_TOKEN, faults);
    pair(Keys.LISTEN_TLS_CERTIFICATE, Keys.LISTEN_TLS_KEY, faults);
  }

  private void pair(Key<String> one, Key<String> other, List<String> faults) {
    if (get(one).isEmpty() != get(other).isEmpty()) {
      faults.add(one.name() + " and " + other.name() + " are set together or not at all.");
    }
  }

  /** The rules of {@code [alerts.rules.NAME]}. */
  List<RuleSettings> rules() {
    return rules.all();
  }

  @SuppressWarnings("unchecked") // readAll put a value of the key's own type
  <T> T get(Key<T> key) {
    Object value = read.get(key.name());
    if (value == null) {
      throw new IllegalStateException(key.name() + " has not been read");
    }
    return (T) value;
  }
}
