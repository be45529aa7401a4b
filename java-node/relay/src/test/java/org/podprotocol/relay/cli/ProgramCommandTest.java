package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.local.LocalChain;

/** {@code pod program} from the first deployment to its last authority. */
final class ProgramCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path key(String name, Keypair keypair) throws IOException {
    Path file = folder.resolve(name);
    keypair.save(file);
    return file;
  }

  @Test
  void deploysShowsUpgradesAndGivesAway() throws Exception {
    Keypair payer = Keypair.generate();
    Keypair program = Keypair.generate();
    Keypair heir = Keypair.generate();
    Path payerFile = key("payer.json", payer);
    Path programFile = key("program.json", program);
    Path heirFile = key("heir.json", heir);
    Path elf = TestCluster.programFile();
    Path other = folder.resolve("other.so");
    byte[] longer = java.util.Arrays.copyOf(Files.readAllBytes(elf), (int) Files.size(elf) + 1);
    longer[longer.length - 1] = 1;
    Files.write(other, longer);
    try (LocalChain chain = LocalChain.start(20, payer.publicKey())) {
      String rpc = chain.rpcUrl().toString();
      String address = program.publicKey().toBase58();
      List<String> common = List.of("--json", "--rpc", rpc, "--program", address);
      List<String> paid = new ArrayList<>(common);
      paid.addAll(List.of("--keypair", payerFile.toString()));

      PodRun none = run("show", common);
      assertEquals(ExitCode.REFUSED, none.exitCode());
      assertEquals("unknown-program", JSON.readTree(none.err()).get("error").asText());

      PodRun deployed =
          run("deploy", paid, "--program-key", programFile.toString(), elf.toString());
      assertEquals(ExitCode.OK, deployed.exitCode(), deployed.err());
      assertTrue(deployed.err().contains("writing "), deployed.err());
      JsonNode first = JSON.readTree(deployed.out());
      assertEquals(address, first.get("program").asText());
      assertEquals(payer.publicKey().toBase58(), first.get("authority").asText());
      assertEquals(Files.size(elf), first.get("capacity").asLong());

      assertEquals(ExitCode.OK, run("show", common, "--is", elf.toString()).exitCode());
      PodRun differs = run("show", common, "--is", other.toString());
      assertEquals(ExitCode.NOT_VERIFIED, differs.exitCode(), differs.err());

      PodRun upgraded = run("deploy", paid, other.toString());
      assertEquals(ExitCode.OK, upgraded.exitCode(), upgraded.err());
      assertEquals(ExitCode.OK, run("show", common, "--is", other.toString()).exitCode());

      PodRun given = run("authority", paid, "--to", heirFile.toString());
      assertEquals(ExitCode.OK, given.exitCode(), given.err());
      PodRun late = run("deploy", paid, elf.toString());
      assertEquals(ExitCode.REFUSED, late.exitCode());
      assertTrue(late.err().contains(heir.publicKey().toBase58()), late.err());
      PodRun ended = run("authority", paid, "--authority", heirFile.toString(), "--final");
      assertEquals(ExitCode.OK, ended.exitCode(), ended.err());
      assertTrue(JSON.readTree(run("show", common).out()).get("authority").isNull());

      PodRun buffer = run("buffer", paid, elf.toString());
      assertEquals(ExitCode.OK, buffer.exitCode(), buffer.err());
      PodRun closed = run("buffer", paid, "--close", elf.toString());
      assertTrue(JSON.readTree(closed.out()).get("closed").asBoolean(), closed.err());
    }
  }

  @Test
  void wantsOneNextAuthority() {
    PodRun run = PodRun.of("program", "authority", "--keypair", folder.resolve("none").toString());
    assertEquals(ExitCode.USAGE, run.exitCode());
  }

  private static PodRun run(String command, List<String> options, String... more) {
    List<String> arguments = new ArrayList<>(List.of("program", command));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    return PodRun.of(arguments.toArray(String[]::new));
  }
}
