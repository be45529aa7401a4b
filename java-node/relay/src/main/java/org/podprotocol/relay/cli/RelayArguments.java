package org.podprotocol.relay.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code pod relay} in the form that services use: options with their values in
 * words of their own. They are read here because loading the command line library takes as long as
 * the rest of the start. Everything else is left to the library, faults too.
 */
final class RelayArguments {
  private RelayArguments() {}

  /** Where to read the configuration from; empty if the library must look at the arguments. */
  static Optional<ConfigSource> of(String... arguments) {
    if (arguments.length % 2 == 0 || !arguments[0].equals("relay")) {
      return Optional.empty();
    }
    Optional<Path> file = Optional.empty();
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i += 2) {
      String value = arguments[i + 1];
      if (!isPlain(value)) {
        return Optional.empty();
      }
      switch (arguments[i]) {
        case "-c", "--config" -> {
          if (file.isPresent()) {
            return Optional.empty();
          }
          file = Optional.of(Path.of(value));
        }
        case "-O", "--set" -> {
          int equals = value.indexOf('=');
          if (equals < 1 || equals == value.length() - 1) {
            return Optional.empty();
          }
          settings.put(value.substring(0, equals), value.substring(equals + 1));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new ConfigSource(file, settings));
  }

  /** Whether the library, too, would take the word as it is. */
  private static boolean isPlain(String word) {
    return !word.isBlank() && "-@\"'".indexOf(word.charAt(0)) < 0 && word.indexOf('\0') < 0;
  }
}
