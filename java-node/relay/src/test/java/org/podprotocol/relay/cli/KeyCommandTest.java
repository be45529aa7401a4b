package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.solana.keys.Keypair;

final class KeyCommandTest {
  @TempDir Path folder;

  @Test
  void aNewKeyIsReadableByItsOwnerAloneAndShowsTheSameAddress() throws Exception {
    Path file = folder.resolve("key.json");
    PodRun made = PodRun.of("key", "new", file.toString());
    assertEquals(ExitCode.OK, made.exitCode(), made.err());
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertEquals(Keypair.load(file).publicKey().toBase58(), made.out().strip());
    PodRun shown = PodRun.of("key", "show", "--json", file.toString());
    assertEquals(
        made.out().strip(), new ObjectMapper().readTree(shown.out()).get("address").asText());
  }

  @Test
  void aKeyIsNeverOverwritten() throws Exception {
    Path file = folder.resolve("key.json");
    Keypair keypair = Keypair.generate();
    keypair.save(file);
    PodRun run = PodRun.of("key", "new", file.toString());
    assertEquals(ExitCode.FAILED, run.exitCode());
    assertTrue(run.err().contains("exists already"), run.err());
    assertEquals(keypair.publicKey(), Keypair.load(file).publicKey());
  }

  @Test
  void aMissingFileIsAnErrorInJsonToo() throws Exception {
    PodRun run = PodRun.of("key", "show", "--json", folder.resolve("none.json").toString());
    assertEquals(ExitCode.FAILED, run.exitCode());
    assertEquals("failed", new ObjectMapper().readTree(run.err()).get("error").asText());
    assertTrue(run.out().isEmpty(), run.out());
  }

  @Test
  void noCommandAndAnUnknownOptionAreUsageErrors() {
    assertEquals(ExitCode.USAGE, PodRun.of().exitCode());
    assertEquals(ExitCode.USAGE, PodRun.of("key").exitCode());
    assertEquals(ExitCode.USAGE, PodRun.of("key", "show", "--frobnicate").exitCode());
  }
}
