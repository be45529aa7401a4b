package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.observe.Logging;
import org.podprotocol.relay.observe.alerts.Alert;
import org.podprotocol.relay.observe.alerts.AlertReceiver;
import org.podprotocol.relay.observe.alerts.AlertReceivers;
import org.podprotocol.relay.observe.alerts.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pod alerts test}: whether receivers hear. */
@Command(
    name = "test",
    description = {
      "Tell every configured receiver of an alert named test that fires, and then that it has ended.",
      "Exit code 1 if one of them did not take it."
    },
    mixinStandardHelpOptions = true)
final class AlertsTestCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() throws InterruptedException {
    RelayConfig config = options.readOrFail();
    Logging.configure(config.log());
    Clock clock = Clock.systemUTC();
    Instant now = clock.instant();
    String relay = config.chain().relay().toBase58();
    var lines = new ArrayList<String>();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode outcomes = json.putArray("receivers");
    boolean all = true;
    try (var receivers = new AlertReceivers(config.alerts(), clock)) {
      for (AlertReceiver receiver : receivers.all()) {
        Outcome outcome = tell(receiver, alert(now, relay, Optional.empty()));
        if (outcome.ok) {
          outcome = tell(receiver, alert(now, relay, Optional.of(clock.instant())));
        }
        all &= outcome.ok;
        lines.add(receiver.name() + ": " + (outcome.ok ? "ok, " : "FAILED, ") + outcome.detail);
        outcomes
            .addObject()
            .put("receiver", receiver.name())
            .put("ok", outcome.ok)
            .put("detail", outcome.detail);
      }
    }
    output.result(json, lines.toArray(String[]::new));
    return all ? ExitCode.OK : ExitCode.FAILED;
  }

  private record Outcome(boolean ok, String detail) {}

  private static Outcome tell(AlertReceiver receiver, Alert alert) throws InterruptedException {
    try {
      return new Outcome(true, receiver.tell(alert));
    } catch (IOException e) {
      return new Outcome(false, Faults.of(e).getMessage());
    }
  }

  private static Alert alert(Instant started, String relay, Optional<Instant> ended) {
    return new Alert(
        "test",
        Severity.INFO,
        "Somebody tries whether alerts arrive.",
        "pod alerts test",
        0,
        started,
        ended,
        relay);
  }
}
