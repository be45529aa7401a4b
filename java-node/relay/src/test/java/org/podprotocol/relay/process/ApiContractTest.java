package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;

/**
 * Schemathesis against a running relay: whatever it makes of the OpenAPI document, good and bad, is
 * answered as the document says, and never with a fault of the relay. {@code ./localnet.sh test}
 * installs it.
 */
class ApiContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SigningKey ADA = Messages.key("contract ada");
  private static final String OPERATIONS_TOKEN = "operations-of-the-contract-test";
  private static final String SEED = System.getProperty("pod.contract.seed", "20261125");
  private static final String SECONDS = System.getProperty("pod.contract.seconds", "20");

  /** Its own runs: streams do not end, and a logout ends the login of all the rest. */
  private static final List<String> NOT_WITH_THE_REST =
      List.of(
          "GET /v1/stream", "GET /v1/events/{address}", "DELETE /v1/login", "POST /v1/operations");

  @TempDir private Path folder;

  @Test
  void theApiIsWhatItsDescriptionSays() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = cluster.openRelay(1).address();
      Address ada =
          Address.of(
              TestAgents.register(cluster, "ada", new PublicKey(ADA.address().toBytes()))
                  .toByteArray());
      Path tokenFile = Files.writeString(folder.resolve("token"), OPERATIONS_TOKEN);
      try (RelayProcess process =
          RelayProcess.start(
              cluster,
              relay,
              folder.resolve("relay"),
              List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m"),
              List.of(
                  "hosting.key=" + cluster.settings(relay).committerKey(),
                  "hosting.token-file=" + tokenFile))) {
        JsonNode about = JSON.readTree(process.get("/v1/relay"));
        var domain =
            new Domain(
                Address.parse(about.get("genesisHash").asText()),
                Address.parse(about.get("program").asText()));
        String login = ApiLogin.token(process.url(), domain, ada, ADA);
        var rest = new ArrayList<String>();
        for (String operation : NOT_WITH_THE_REST) {
          rest.addAll(List.of("--exclude-name", operation));
        }
        schemathesis(process, login, rest);
        schemathesis(process, OPERATIONS_TOKEN, List.of("--include-name", "POST /v1/operations"));
        schemathesis(process, login, List.of("--include-name", "DELETE /v1/login"));
        assertEquals(0, process.stop(), process.log());
      }
    }
  }

  private void schemathesis(RelayProcess process, String token, List<String> which)
      throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                InstalledTool.find("schemathesis").toString(),
                "run",
                process.url().resolve("/v1/openapi.json").toString(),
                "--no-color",
                "--checks=all",
                // A schema can't say what a valid signature is, or how many bytes a base58 text
                // has.
                "--exclude-checks=positive_data_acceptance",
                "--phases=examples,coverage,fuzzing",
                "--continue-on-failure",
                "--max-time=" + SECONDS,
                "--seed=" + SEED,
                "--request-timeout=10",
                "--generation-database=none",
                "--header=Authorization: Bearer " + token));
    command.addAll(which);
    Path said = folder.resolve("schemathesis.txt");
    Process run =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean ended = run.waitFor(3, TimeUnit.MINUTES);
      String text = Files.readString(said);
      assertEquals(0, ended ? run.exitValue() : -1, text);
    } finally {
      run.destroyForcibly();
    }
  }
}
