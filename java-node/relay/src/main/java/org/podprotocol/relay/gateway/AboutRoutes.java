package org.podprotocol.relay.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.relay.observe.Health;
import org.podprotocol.relay.observe.MetricCatalog;
import org.podprotocol.relay.observe.MetricsJson;
import org.podprotocol.relay.observe.PrometheusText;

/** What the relay says about itself: who it is, how it is, what it counts. */
final class AboutRoutes {
  private final Services services;

  AboutRoutes(Services services) {
    this.services = services;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/relay", "relay", this::relay)
        .on("GET", "/healthz", "healthz", request -> health(services.health().alive()))
        .on("GET", "/readyz", "readyz", request -> health(services.health().ready()));
  }

  void addMetricsTo(Router router) {
    // Read now, and not on the event loop of whoever asks first.
    MetricCatalog.all();
    router.on("GET", "/metrics", "metrics", request -> metrics());
  }

  void addWindowsTo(Router router) {
    router.on("GET", "/v1/metrics", "windows", request -> windows());
  }

  private CompletionStage<Response> windows() {
    return CompletableFuture.completedFuture(
        Response.json(200, out -> MetricsJson.write(services.metrics(), out)));
  }

  private CompletionStage<Response> relay(Request request) {
    var identity = services.identity();
    var journal = services.journal();
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeStringField("relay", identity.relay().toBase58());
              out.writeStringField("program", identity.programId().toBase58());
              out.writeStringField("genesisHash", identity.genesisHash().toBase58());
              out.writeStringField("receiptKey", identity.receiptKey().toBase58());
              out.writeNumberField("mergeDelaySlots", identity.mergeDelaySlots());
              out.writeNumberField("timestampWindowMs", services.timestampWindowMs());
              out.writeNumberField("maxContentBytes", Envelope.MAX_CONTENT_LENGTH);
              out.writeNumberField("maxBatch", MessageBody.MOST_JSON);
              out.writeNumberField("size", journal.size());
              out.writeNumberField("anchored", journal.anchoredSize());
              out.writeNumberField("finalized", journal.finalizedSize());
              out.writeNumberField("timeMs", services.clock().millis());
              out.writeStringField("version", services.version());
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> health(boolean good) {
    Health health = services.health();
    return CompletableFuture.completedFuture(
        Response.json(
            good ? 200 : 503,
            out -> {
              out.writeStartObject();
              out.writeStringField("status", good ? "ok" : "unavailable");
              out.writeStringField("process", health.process().name());
              out.writeObjectFieldStart("parts");
              for (var part : health.parts().entrySet()) {
                out.writeObjectFieldStart(part.getKey());
                out.writeStringField("state", part.getValue().state().name());
                out.writeStringField("detail", part.getValue().detail());
                out.writeEndObject();
              }
              out.writeEndObject();
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> metrics() {
    byte[] text = PrometheusText.of(services.metrics()).getBytes(StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(
        new Response(200, PrometheusText.CONTENT_TYPE, text, Map.of()));
  }
}
