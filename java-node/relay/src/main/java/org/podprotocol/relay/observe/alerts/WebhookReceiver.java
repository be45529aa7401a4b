package org.podprotocol.relay.observe.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An address that gets each alert as one JSON object ({@code docs/operating.md}). */
final class WebhookReceiver implements AlertReceiver {
  private final AlertPost post;
  private final Duration renewal;

  WebhookReceiver(HttpClient http, URI address, Duration renewal) {
    post = new AlertPost(http, address);
    this.renewal = renewal;
  }

  @Override
  public String name() {
    return "webhook " + post.shown();
  }

  @Override
  public String kind() {
    return "webhook";
  }

  @Override
  public Duration renewal() {
    return renewal;
  }

  @Override
  public String tell(Alert alert) throws IOException, InterruptedException {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", alert.id())
            .put("alert", alert.name())
            .put("state", alert.firing() ? "firing" : "resolved")
            .put("severity", alert.severity().text())
            .put("summary", alert.summary())
            .put("rule", alert.rule())
            .put("value", alert.value())
            .put("startedAt", alert.startedAt().toString())
            .put("relay", alert.relay())
            .put("runbook", alert.runbook());
    alert.endedAt().ifPresent(ended -> json.put("endedAt", ended.toString()));
    return post.send(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
