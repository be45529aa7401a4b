package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.Relay;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.config.ConfigFile;

/** The command against a relay on a local chain. */
class LoadCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static Relay relay;
  private static Path payer;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    PublicKey account = cluster.openRelay(1).address();
    var chain = cluster.settings(account);
    payer = chain.committerKey();
    Map<String, String> settings = new HashMap<>();
    settings.put("chain.rpc", chain.rpc().getFirst().toString());
    settings.put("chain.websocket", chain.webSocket().getFirst().toString());
    settings.put("chain.program", chain.programId().toBase58());
    settings.put("chain.relay", account.toBase58());
    settings.put("chain.committer-key", payer.toString());
    settings.put("chain.receipt-key", chain.receiptKey().toString());
    settings.put("chain.commit-interval", "100ms");
    settings.put("data.folder", folder.resolve("data").toString());
    settings.put("listen.port", "0");
    relay = Relay.start(ConfigFile.read(Optional.empty(), Map.of(), settings), "test");
  }

  @AfterAll
  static void stop() {
    relay.close();
    cluster.close();
  }

  private static PodRun load(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "load",
                "--json",
                "--rpc",
                cluster.rpcUrl().toString(),
                "--relay-url",
                "http://127.0.0.1:" + relay.port(),
                "--keypair",
                payer.toString()));
    arguments.addAll(List.of(options));
    return PodRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void everyOperationOfAMixIsDoneAndReported() throws Exception {
    Path report = folder.resolve("report.json");
    Path page = folder.resolve("report.html");
    PodRun run =
        load(
            "--mix",
            "relay=5,channel=2,large=1,direct=1,register=1",
            "--rate",
            "20",
            "--ramp",
            "1",
            "--seconds",
            "3",
            "--agents",
            "3",
            "--assert",
            "p50.delivery<60s",
            "--assert",
            "max.confirmed<60s",
            "--report",
            report.toString(),
            "--html",
            page.toString());
    assertEquals(ExitCode.OK, run.exitCode(), () -> run.err() + run.out());
    JsonNode line = JSON.readTree(run.out());
    assertEquals(50, line.get("sent").asInt());
    assertEquals(40, line.get("accepted").asInt());
    assertEquals(40, line.get("delivered").asInt());
    assertEquals(40, line.get("anchored").asInt());
    assertEquals(10, line.get("confirmed").asInt());
    assertTrue(Files.readString(page).contains("confirmed"));
    PodRun compared = PodRun.of("load", "compare", "--json", report.toString(), report.toString());
    assertEquals(ExitCode.OK, compared.exitCode(), compared.err());
    assertEquals(0, JSON.readTree(compared.out()).at("/accepted/changePercent").asDouble());
  }

  @Test
  void usersWithAnIntervalAreARate() throws Exception {
    PodRun run = load("--users", "4", "--per-agent", "5", "--interval", "200", "--sign-before");
    assertEquals(ExitCode.OK, run.exitCode(), () -> run.err() + run.out());
    JsonNode line = JSON.readTree(run.out());
    assertEquals(20, line.get("rate").asInt());
    assertEquals(20, line.get("accepted").asInt());
  }

  @Test
  void aBoundThatIsNotKeptIsTheExitCode() {
    PodRun run =
        load("--rate", "10", "--seconds", "1", "--agents", "2", "--assert", "p50.delivery<0.001ms");
    assertEquals(ExitCode.FAILED, run.exitCode());
    assertTrue(run.err().contains("not kept"), run.err());
  }

  @Test
  void nonsenseIsRefusedBeforeAnythingIsDone() {
    assertEquals(ExitCode.USAGE, load("--mix", "reading=1").exitCode());
    assertEquals(ExitCode.USAGE, load("--assert", "p50<1").exitCode());
    assertEquals(ExitCode.USAGE, load("--ramp", "9", "--seconds", "3").exitCode());
    assertEquals(ExitCode.USAGE, load("--large-size", "2000000").exitCode());
  }
}
