package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.journal.Messages;

/** An edge with a program of the operator's that decides about messages. */
class PolicyProgramTest {
  private static final String RESTARTS = "admission.policy.restarts";

  @TempDir private Path folder;

  /** Takes what is sent to ben alone, and writes down what it is asked. */
  private static final String FOR_BEN_ALONE =
      """
      while read -r line; do
        echo "$line" >>"$0.asked"
        id=$(echo "$line" | sed 's/.*"id":"\\([0-9a-f]*\\)".*/\\1/')
        case $line in
          *'"recipient":"%s"'*) echo "{\\"id\\":\\"$id\\",\\"accept\\":true}" ;;
          *) echo "{\\"id\\":\\"$id\\",\\"accept\\":false,\\"reason\\":\\"ben alone\\"}" ;;
        esac
      done
      """
          .formatted(Messages.address("ben"));

  private Path script(String text) throws IOException {
    Path script = folder.resolve("policy");
    Files.writeString(script, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private EdgeFixture open(String script, String timeout) throws Exception {
    var edge =
        new EdgeFixture(
            folder.resolve("data"),
            Map.of(
                "admission.policy-program",
                script(script).toString(),
                "admission.policy-timeout",
                timeout));
    edge.chain.agents("ada", "ben", "eve");
    return edge;
  }

  private static HttpResponse<String> send(EdgeFixture edge, String to) throws Exception {
    return edge.postMessage("ada", to, "what is it?".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void itTakesAndRefusesMessagesAndIsAskedAboutSoundOnesAlone() throws Exception {
    try (EdgeFixture edge = open(FOR_BEN_ALONE, "30s")) {
      assertEquals(202, send(edge, "ben").statusCode());
      HttpResponse<String> refused = send(edge, "eve");
      assertEquals(403, refused.statusCode(), refused.body());
      JsonNode problem = EdgeFixture.JSON.readTree(refused.body());
      assertEquals("not-allowed", problem.get("code").asText());
      assertEquals("ben alone", problem.get("detail").asText());
      assertEquals(422, send(edge, "nobody").statusCode());
      List<String> asked = Files.readAllLines(folder.resolve("policy.asked"));
      assertEquals(2, asked.size());
      JsonNode question = EdgeFixture.JSON.readTree(asked.getFirst());
      assertEquals("parties", question.get("audience").asText());
      assertEquals(Messages.address("ada").toString(), question.at("/envelope/sender").asText());
      assertEquals(0, edge.metrics.counter(RESTARTS).getCount());
      assertEquals(2, edge.metrics.timer("admission.policy.latency").getCount());
    }
  }

  /** Each misbehaves once, and does as it should when it is started again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec sleep 1000",
        "exit 7",
        "read -r line; echo nonsense; exec sleep 1000",
        "read -r line; head -c 100000 /dev/zero; exec sleep 1000",
        "read -r line; echo '{\"id\":\"0\",\"accept\":\"perhaps\"}'; exec sleep 1000"
      })
  void oneThatMisbehavesIsStartedAgainAndMeanwhileNothingIsTaken(String misbehaviour)
      throws Exception {
    String script =
        "if mkdir \"$0.once\" 2>/dev/null; then " + misbehaviour + "; fi\n" + FOR_BEN_ALONE;
    try (EdgeFixture edge = open(script, "2s")) {
      HttpResponse<String> unanswered = send(edge, "eve");
      for (int i = 0; i < 100 && unanswered.statusCode() == 503; i++) {
        JsonNode problem = EdgeFixture.JSON.readTree(unanswered.body());
        assertEquals("overloaded", problem.get("code").asText());
        assertTrue(unanswered.headers().firstValue("Retry-After").isPresent());
        unanswered = send(edge, "eve");
      }
      assertEquals(403, unanswered.statusCode(), unanswered.body());
      Await.until("started again", () -> edge.metrics.counter(RESTARTS).getCount() >= 1);
      assertEquals(202, send(edge, "ben").statusCode());
      assertEquals(1, edge.journal().size());
    }
  }

  @Test
  void oneThatIsNotThereIsNamedAtTheStart() {
    var failure =
        assertThrows(
            IOException.class,
            () ->
                new EdgeFixture(
                    folder.resolve("data"), Map.of("admission.policy-program", "/no/such")));
    assertTrue(failure.getMessage().contains("/no/such"), failure.getMessage());
  }
}
