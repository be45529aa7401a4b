package org.podprotocol.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.observe.alerts.HeardAlerts;

class AlertsCommandTest {
  private static final String PROGRAM = "podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ";

  private static PodRun alerts(String command, String... settings) {
    var arguments = new ArrayList<String>(List.of("alerts", command));
    arguments.addAll(List.of("-O", "chain.program=" + PROGRAM, "-O", "chain.relay=" + PROGRAM));
    for (String setting : settings) {
      arguments.addAll(List.of("-O", setting));
    }
    return PodRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void everyReceiverIsToldThatTheTestFiresAndEnds() throws Exception {
    try (var hook = new HeardAlerts();
        var manager = new HeardAlerts()) {
      PodRun run =
          alerts(
              "test",
              "alerts.webhooks=" + hook.address(),
              "alerts.alertmanagers=" + manager.address());
      assertEquals(0, run.exitCode(), run.out() + run.err());
      assertEquals(
          "log: ok, written\nwebhook 127.0.0.1:%d: ok, HTTP 200\nalertmanager 127.0.0.1:%d: ok, HTTP 200\n"
              .formatted(hook.address().getPort(), manager.address().getPort()),
          run.out());
      assertEquals("firing", hook.await(0).get("state").asText());
      assertEquals("resolved", hook.await(1).get("state").asText());
      assertEquals("test", manager.await(1).get(0).at("/labels/alertname").asText());
    }
  }

  @Test
  void aReceiverThatIsNotThereFailsTheCommand() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PodRun run = alerts("test", "alerts.webhooks=http://127.0.0.1:" + port);
    assertEquals(1, run.exitCode());
    assertTrue(
        run.out().contains("webhook 127.0.0.1:" + port + ": FAILED, nobody answers"), run.out());
  }

  @Test
  void theRulesAreListed() {
    PodRun run = alerts("list", "alerts.rules.fee-balance.below=7");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("value of chain.balance.lamports < 7, for 60 s"), run.out());
    PodRun wrong = alerts("list", "alerts.rules.mine.metric=journal.que");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("journal.queue meant?"), wrong.err());
  }
}
