package org.podprotocol.relay.observe.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.config.AlertSettings;

class AlertWatchTest {
  private static final Duration REPEAT = Duration.ofHours(4);
  private static final Rule QUEUE =
      new Rule(
          "queue",
          "journal.queue",
          Optional.empty(),
          "value",
          Duration.ofMinutes(1),
          true,
          100,
          50,
          Duration.ofSeconds(30),
          Severity.CRITICAL,
          "The queue is long.");

  private final MetricRegistry metrics = new MetricRegistry();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private double queue;
  private HeardAlerts server;
  private AlertReceivers receivers;
  private AlertWatch watch;

  @BeforeEach
  void open() throws Exception {
    server = new HeardAlerts();
    metrics.gauge("journal.queue", () -> (Gauge<Double>) () -> queue);
  }

  @AfterEach
  void close() {
    watch.close();
    receivers.close();
    server.close();
  }

  private void webhook() {
    watch(List.of(server.address().resolve("/hook?secret=1")), List.of());
  }

  private void alertmanager() {
    watch(List.of(), List.of(server.address()));
  }

  private void watch(List<URI> webhooks, List<URI> alertmanagers) {
    receivers =
        new AlertReceivers(
            new AlertSettings(webhooks, alertmanagers, REPEAT, Set.of(), List.of()), () -> now);
    watch =
        new AlertWatch(
            List.of(QUEUE), receivers.all(), metrics, () -> now, "relay", Duration.ofMillis(1));
  }

  private void look(double value, Duration later) {
    queue = value;
    now = now.plus(later);
    watch.look();
  }

  private long told(String receiver, String outcome) {
    return metrics
        .counter("alerts.told{receiver=" + receiver + ",outcome=" + outcome + "}")
        .getCount();
  }

  private void fire() {
    look(101, Duration.ZERO);
    look(101, Duration.ofSeconds(30));
  }

  @Test
  void anAlertFiresWhenItsRuleHasBeenBrokenForLongEnoughAndEndsWhenItIsClear() {
    webhook();
    look(101, Duration.ZERO);
    assertEquals("pending", watch.standings().getFirst().state());
    look(101, Duration.ofSeconds(29));
    look(100, Duration.ofSeconds(1));
    assertEquals("inactive", watch.standings().getFirst().state());
    fire();
    JsonNode fired = server.await(0);
    assertEquals("firing", fired.get("state").asText());
    assertEquals("queue", fired.get("alert").asText());
    assertEquals("critical", fired.get("severity").asText());
    assertEquals(101, fired.get("value").asDouble());
    assertEquals("relay", fired.get("relay").asText());
    assertFalse(fired.has("endedAt"));
    look(51, Duration.ofSeconds(5));
    assertEquals("firing", watch.standings().getFirst().state());
    look(50, Duration.ofSeconds(5));
    JsonNode ended = server.await(1);
    assertEquals("resolved", ended.get("state").asText());
    assertEquals(fired.get("id"), ended.get("id"));
    assertEquals(now.toString(), ended.get("endedAt").asText());
    assertEquals("POST /hook?secret=1", server.paths().getFirst());
  }

  @Test
  void whatFiresIsToldOnceUntilItIsTimeToRepeat() {
    webhook();
    fire();
    server.await(0);
    look(200, Duration.ofSeconds(5));
    look(300, REPEAT.minusSeconds(6));
    look(400, Duration.ofSeconds(1));
    JsonNode again = server.await(1);
    assertEquals(400, again.get("value").asDouble());
    assertEquals(server.heard().get(0).get("id"), again.get("id"));
    Await.until("the log is told as often", () -> told("log", "ok") == 2);
    assertEquals(2, server.heard().size());
  }

  @Test
  void anAlertmanagerGetsItsOwnFormAndIsRemindedEveryMinute() {
    alertmanager();
    fire();
    JsonNode first = server.await(0).get(0);
    assertEquals("POST /api/v2/alerts", server.paths().getFirst());
    assertEquals("queue", first.at("/labels/alertname").asText());
    assertEquals("critical", first.at("/labels/severity").asText());
    assertEquals("The queue is long.", first.at("/annotations/summary").asText());
    assertEquals(now.toString(), first.get("startsAt").asText());
    assertEquals(now.plusSeconds(240).toString(), first.get("endsAt").asText());
    Instant began = now;
    look(101, Duration.ofSeconds(60));
    JsonNode second = server.await(1).get(0);
    assertEquals(began.toString(), second.get("startsAt").asText());
    assertEquals(now.plusSeconds(240).toString(), second.get("endsAt").asText());
    look(0, Duration.ofSeconds(5));
    assertEquals(now.toString(), server.await(2).get(0).get("endsAt").asText());
  }

  @Test
  void aReceiverThatFailsIsToldAgain() {
    server.answers(500, 503, 429, 200);
    webhook();
    fire();
    server.await(3);
    Await.until("told", () -> told("webhook", "ok") == 1);
    assertEquals(0, told("webhook", "failed"));
  }

  @Test
  void afterFiveAttemptsItIsGivenUpAndCounted() {
    server.answers(500);
    webhook();
    fire();
    Await.until("given up", () -> told("webhook", "failed") == 1);
    assertEquals(5, server.heard().size());
  }

  @Test
  void whatIsRefusedIsNotTriedAgain() {
    server.answers(404);
    webhook();
    fire();
    Await.until("given up", () -> told("webhook", "failed") == 1);
    assertEquals(1, server.heard().size());
  }

  @Test
  void withoutAValueNothingChanges() {
    webhook();
    fire();
    server.await(0);
    metrics.remove("journal.queue");
    look(0, Duration.ofSeconds(5));
    assertEquals("firing", watch.standings().getFirst().state());
  }

  @Test
  void theMetricsTellWhatFires() {
    webhook();
    Gauge<?> firing = metrics.getGauges().get("alerts.firing{alert=queue,severity=critical}");
    assertEquals(0, firing.getValue());
    fire();
    assertEquals(1, firing.getValue());
  }
}
