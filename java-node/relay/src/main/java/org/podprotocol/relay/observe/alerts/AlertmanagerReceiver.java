package org.podprotocol.relay.observe.alerts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A Prometheus Alertmanager, by its API v2. An alert that fires is told again every minute and ends
 * by itself four minutes after the last time, so that none stays when the relay is gone.
 */
final class AlertmanagerReceiver implements AlertReceiver {
  private static final String PATH = "/api/v2/alerts";
  private static final Duration RENEWAL = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofMinutes(4);

  private final AlertPost post;
  private final InstantSource clock;

  AlertmanagerReceiver(HttpClient http, URI base, InstantSource clock) {
    String text = base.toString();
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    post = new AlertPost(http, URI.create(trimmed + PATH));
    this.clock = clock;
  }

  @Override
  public String name() {
    return "alertmanager " + post.shown();
  }

  @Override
  public String kind() {
    return "alertmanager";
  }

  @Override
  public Duration renewal() {
    return RENEWAL;
  }

  @Override
  public String tell(Alert alert) throws IOException, InterruptedException {
    ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
    ObjectNode json = alerts.addObject();
    json.putObject("labels")
        .put("alertname", alert.name())
        .put("severity", alert.severity().text())
        .put("job", "pod-relay")
        .put("relay", alert.relay());
    json.putObject("annotations")
        .put("summary", alert.summary())
        .put("description", "Value " + Rule.number(alert.value()) + "; rule: " + alert.rule() + ".")
        .put("runbook", alert.runbook());
    json.put("startsAt", alert.startedAt().toString());
    json.put("endsAt", alert.endedAt().orElse(clock.instant().plus(LIFE)).toString());
    return post.send(alerts.toString().getBytes(StandardCharsets.UTF_8));
  }
}
