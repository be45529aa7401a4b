package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

class RelayArgumentsTest {

  static Stream<String> plain() {
    return Stream.of(
        "relay",
        "relay -c relay.toml",
        "relay --config /etc/pod/relay.toml",
        "relay --set listen.port=0",
        "relay -O chain.rpc=http://127.0.0.1:8899/?a=b --set data.folder=/var/lib/pod -c x",
        "relay --set listen.port=1 --set listen.port=2",
        "relay -O log.level=a,b|c;d -c ./-x");
  }

  @ParameterizedTest
  @MethodSource("plain")
  void areReadAsTheLibraryReadsThem(String line) {
    String[] words = line.split(" ");
    ConfigSource read = RelayArguments.of(words).orElseThrow();
    ParseResult parsed = Pod.commandLine().parseArgs(words).subcommand();
    assertEquals(
        Optional.ofNullable(parsed.<Path>matchedOptionValue("--config", null)), read.file());
    assertEquals(
        parsed.<Map<String, String>>matchedOptionValue("--set", Map.of()), read.settings());
  }

  static Stream<String> others() {
    return Stream.of(
        "",
        "send",
        "relay init",
        "relay --help",
        "relay --config",
        "relay --config=relay.toml",
        "relay -crelay.toml",
        "relay -c a -c b",
        "relay -c @file",
        "relay -c -O",
        "relay --set listen.port",
        "relay --set =1",
        "relay --set listen.port=",
        "relay --set 'a=b'",
        "relay --check-config --config",
        "relay --print-config x");
  }

  @ParameterizedTest
  @MethodSource("others")
  void areLeftToTheLibraryWhenTheyAreAnythingElse(String line) {
    assertTrue(RelayArguments.of(line.split(" ")).isEmpty());
  }
}
