package org.podprotocol.relay.observe.alerts;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.AlertSettings;

/** The receivers of a configuration: the log, and those that it names. */
public final class AlertReceivers implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final List<AlertReceiver> all = new ArrayList<>();
  private final @Nullable HttpClient http;

  public AlertReceivers(AlertSettings settings, InstantSource clock) {
    all.add(new LogReceiver(settings.repeat()));
    if (settings.webhooks().isEmpty() && settings.alertmanagers().isEmpty()) {
      http = null;
      return;
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    http = client;
    settings
        .webhooks()
        .forEach(address -> all.add(new WebhookReceiver(client, address, settings.repeat())));
    settings
        .alertmanagers()
        .forEach(address -> all.add(new AlertmanagerReceiver(client, address, clock)));
  }

  public List<AlertReceiver> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    if (http != null) {
      http.shutdownNow();
    }
  }
}
