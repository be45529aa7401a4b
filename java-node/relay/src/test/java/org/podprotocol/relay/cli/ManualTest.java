package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManualTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Manual.write(folder);
  }

  private static String page(String name) throws IOException {
    return Files.readString(folder.resolve("man1").resolve(name + ".1"));
  }

  @Test
  void hasAPageForEachCommandAndNoOther() throws IOException {
    var wanted = new TreeSet<String>();
    Manual.commands(Pod.commandLine().getCommandSpec())
        .forEach(command -> wanted.add(command.qualifiedName("-") + ".1"));
    try (var files = Files.list(folder.resolve("man1"))) {
      assertEquals(
          wanted, new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
    }
    assertTrue(wanted.contains("pod-relay-init.1"), wanted.toString());
  }

  @Test
  void namesEveryOptionOfEachCommand() throws IOException {
    for (CommandSpec command : Manual.commands(Pod.commandLine().getCommandSpec()).toList()) {
      String page = page(Manual.pageName(command));
      for (OptionSpec option : command.options()) {
        assertTrue(
            option.hidden() || page.contains(option.longestName().replace("-", "\\-")),
            command.qualifiedName() + " " + option.longestName());
      }
    }
  }

  @Test
  void saysWhatARelayTakesAndHowItEnds() throws IOException {
    String page = page("pod-relay");
    assertTrue(page.startsWith(".TH \"POD-RELAY\" 1"), page);
    assertTrue(page.contains("\n.B \\-c, \\-\\-config=FILE\nConfiguration file."), page);
    assertTrue(page.contains("\n.SH EXIT STATUS\n.nf\n  0  done\n"), page);
    assertTrue(page.contains(".BR pod\\-relay\\-init (1)"), page);
  }

  @Test
  void completesTheNamesOfAllCommands() throws IOException {
    String completion = Files.readString(folder.resolve("completion").resolve("pod.bash"));
    for (String name : Pod.commandLine().getSubcommands().keySet()) {
      assertTrue(completion.contains("_picocli_pod_" + name), name);
    }
    assertTrue(completion.contains("complete -F _complete_pod -o default pod pod.sh pod.bash"));
  }
}
