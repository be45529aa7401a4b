package org.podprotocol.relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String PROGRAM = "podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ";
  private static final String NEEDED =
      "[chain]\nprogram = \"" + PROGRAM + "\"\nrelay = \"" + PROGRAM + "\"\n";

  @TempDir private Path folder;

  private Optional<Path> file(String text) throws IOException {
    Path file = folder.resolve("relay.toml");
    Files.writeString(file, text);
    return Optional.of(file);
  }

  private static List<String> faults(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return assertThrows(ConfigException.class, () -> ConfigFile.read(file, environment, flags))
        .faults();
  }

  @Test
  void theShippedFileNeedsOnlyWhatHasNoDefault() throws Exception {
    String text =
        ConfigFile.defaults()
            .replace("\nprogram = \"\"", "\nprogram = \"" + PROGRAM + "\"")
            .replace("\nrelay = \"\"", "\nrelay = \"" + PROGRAM + "\"");
    RelayConfig config = ConfigFile.read(file(text), Map.of(), Map.of());
    assertEquals(8080, config.listen().port());
    assertEquals(Duration.ofSeconds(2), config.chain().commitInterval());
    assertEquals(folder.resolve("pod-data"), config.dataFolder());
  }

  @Test
  void everyDefaultIsAcceptedWhenWrittenOut() throws Exception {
    String text =
        ConfigFile.defaults()
            .replaceAll("(?m)^# ([a-z-]+ = )", "$1")
            .replace("\nprogram = \"\"", "\nprogram = \"" + PROGRAM + "\"")
            .replace("\nrelay = \"\"", "\nrelay = \"" + PROGRAM + "\"");
    RelayConfig written = ConfigFile.read(file(text), Map.of(), Map.of());
    assertEquals(ConfigFile.read(file(NEEDED), Map.of(), Map.of()), written);
  }

  @Test
  void flagsWinOverVariablesAndVariablesOverTheFile() throws Exception {
    Optional<Path> file =
        file(NEEDED + "[listen]\nport = 1\n[journal]\nreaders = 1\n[log]\nlevel = \"warn\"\n");
    var environment = Map.of("POD_LISTEN_PORT", "2", "POD_JOURNAL_READERS", "3");
    RelayConfig config = ConfigFile.read(file, environment, Map.of("listen.port", "4"));
    assertEquals(4, config.listen().port());
    assertEquals(3, config.journal().readers());
    assertEquals("warn", config.log().level());
  }

  @Test
  void unknownKeysAreRefusedWithASuggestion() throws Exception {
    List<String> faults =
        faults(file(NEEDED + "[listen]\nprot = 1\n[journall]\nx = 1\n"), Map.of(), Map.of());
    assertEquals(2, faults.size());
    assertTrue(faults.get(0).contains("is listen.port meant?"), faults.get(0));
    assertTrue(faults.get(1).contains("journall.x"), faults.get(1));
  }

  @Test
  void everyFaultIsNamedAtOnce() throws Exception {
    List<String> faults =
        faults(
            file("[chain]\nprogram = \"not an address\"\n[listen]\nport = 70000\n"),
            Map.of("POD_CHAIN_COMMIT_INTERVAL", "soon"),
            Map.of());
    assertEquals(4, faults.size(), faults.toString());
    assertTrue(faults.stream().anyMatch(fault -> fault.startsWith("chain.relay has to be set")));
    assertTrue(
        faults.stream()
            .anyMatch(fault -> fault.contains("POD_CHAIN_COMMIT_INTERVAL: chain.commit-interval")));
  }

  @Test
  void addressesThatMayHoldSecretsAreNotQuoted() throws Exception {
    List<String> faults =
        faults(
            file(NEEDED),
            Map.of("POD_ALERTS_WEBHOOKS", "https://hooks.example.org/ok,https://hooks/s3cr et"),
            Map.of("chain.rpc", "https://rpc/,ftp://rpc.example.org/?api-key=s3cret"));
    assertEquals(2, faults.size(), faults.toString());
    assertTrue(
        faults.contains(
            "POD_ALERTS_WEBHOOKS: alerts.webhooks has an address, number 2, that is none: Illegal"
                + " character in path at character 19."),
        faults.toString());
    assertTrue(
        faults.contains(
            "command line: chain.rpc has an address, number 2, that does not begin with http:// or"
                + " https:// and a host."),
        faults.toString());
  }

  @Test
  void aFileThatIsNoTomlIsNamedWithItsLine() throws Exception {
    List<String> faults = faults(file("[chain]\nprogram = \n"), Map.of(), Map.of());
    assertEquals(1, faults.size());
    assertTrue(faults.getFirst().contains("line 2"), faults.getFirst());
  }

  @Test
  void sizesAndDurationsHaveUnits() throws Exception {
    RelayConfig config =
        ConfigFile.read(
            file(NEEDED),
            Map.of(),
            Map.of("limits.body", "2MiB", "journal.group-window", "5ms", "login.token", "2h"));
    assertEquals(2 << 20, config.limits().body());
    assertEquals(Duration.ofMillis(5), config.journal().groupWindow());
    assertEquals(Duration.ofHours(2), config.login().token());
    assertTrue(
        faults(file(NEEDED), Map.of(), Map.of("limits.body", "2")).getFirst().contains("64KiB"));
  }
}
