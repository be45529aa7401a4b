package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.podprotocol.relay.observe.Logging;
import org.podprotocol.relay.observe.alerts.AlertWatch;
import org.podprotocol.relay.observe.memory.MemoryAction;
import org.podprotocol.relay.observe.memory.MemoryWatch;

/** What only the operator may do; on the admin listener alone. */
final class AdminRoutes {
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

  private static final Set<String> QUEUES =
      Set.of(
          "admission.queue",
          "journal.queue",
          "journal.read.queue",
          "chain.transactions.queue",
          "chain.transactions.in.flight",
          "content.uploads.pending",
          "operations.under.way");

  private final MemoryWatch memory;
  private final AlertWatch alerts;

  private final OpenConnections connections;
  private final Services services;
  private final AdminHost host;

  AdminRoutes(Services services, OpenConnections connections, AdminHost host) {
    this.host = host;
    this.services = services;
    this.connections = connections;
    memory = services.watches().memory();
    alerts = services.watches().alerts();
  }

  void addTo(Router router) {
    router
        .on("POST", "/admin/log-level", "log-level", host.guarding(this::logLevel))
        .on("GET", "/admin/alerts", "alerts", host.guarding(request -> alerts()))
        .on("GET", "/admin/connections", "connections", host.guarding(request -> connections()))
        .on("POST", "/admin/connections/close", "close", host.guarding(this::close))
        .on("GET", "/admin/queues", "queues", host.guarding(request -> queues()))
        .on("POST", "/admin/drain", "drain", host.guarding(request -> drain()))
        .on("GET", "/admin/memory", "memory", host.guarding(request -> memory()))
        .on("POST", "/admin/memory/trim", "trim", host.guarding(request -> trim()));
  }

  private CompletionStage<Response> connections() {
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeArrayFieldStart("connections");
              for (OpenConnections.Connection one : connections.all()) {
                out.writeStartObject();
                out.writeNumberField("id", one.id());
                out.writeStringField("address", one.address());
                out.writeStringField("kind", one.kind());
                out.writeNumberField("openMs", one.openMs());
                out.writeEndObject();
              }
              out.writeEndArray();
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> close(Request request) {
    Map<String, String> named = Json.flat(request.body(), Set.of("id", "address"));
    if (named.size() != 1) {
      throw new ProblemException(
          ProblemType.MALFORMED, "Name the connections to close by either id or address.");
    }
    int closed =
        connections.close(
            one ->
                named.getOrDefault("id", one.address()).equals(Long.toString(one.id()))
                    || one.address().equals(named.get("address")));
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeNumberField("closed", closed);
              out.writeEndObject();
            }));
  }

  /** What waits, by the names of the metrics. */
  private CompletionStage<Response> queues() {
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              for (var gauge : services.metrics().getGauges().entrySet()) {
                if (QUEUES.contains(gauge.getKey())
                    && gauge.getValue().getValue() instanceof Number waiting) {
                  out.writeNumberField(gauge.getKey(), waiting.longValue());
                }
              }
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> drain() {
    services.drain().run();
    return CompletableFuture.completedFuture(new Response(202, "", new byte[0], Map.of()));
  }

  private CompletionStage<Response> alerts() {
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeArrayFieldStart("rules");
              for (AlertWatch.Standing standing : alerts.standings()) {
                write(standing, out);
              }
              out.writeEndArray();
              out.writeEndObject();
            }));
  }

  private static void write(AlertWatch.Standing standing, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("alert", standing.rule().name());
    out.writeStringField("state", standing.state());
    out.writeStringField("severity", standing.rule().severity().text());
    out.writeStringField("summary", standing.rule().summary());
    out.writeStringField("rule", standing.rule().text());
    if (standing.value().isPresent()) {
      out.writeNumberField("value", standing.value().getAsDouble());
    }
    if (standing.since().isPresent()) {
      out.writeStringField("since", standing.since().get().toString());
    }
    out.writeEndObject();
  }

  private CompletionStage<Response> memory() {
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeNumberField("limitBytes", memory.limitBytes());
              out.writeNumberField("residentBytes", memory.use().residentBytes());
              out.writeNumberField("heapBytes", memory.use().heapBytes());
              out.writeNumberField("heapMaxBytes", memory.use().heapMaxBytes());
              out.writeNumberField("pressure", memory.pressure());
              out.writeNumberField("shedShare", memory.shedShare());
              out.writeArrayFieldStart("actions");
              for (MemoryAction action : memory.actions()) {
                out.writeStartObject();
                out.writeStringField("at", action.at().toString());
                out.writeStringField("what", action.what());
                out.writeNumberField("residentBytes", action.residentBytes());
                out.writeEndObject();
              }
              out.writeEndArray();
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> trim() {
    memory.trimAll();
    return memory();
  }

  private CompletionStage<Response> logLevel(Request request) {
    String level = Json.flat(request.body(), Set.of("level")).getOrDefault("level", "");
    if (!LEVELS.contains(level)) {
      throw new ProblemException(
          ProblemType.MALFORMED, "The level is not one of error, warn, info, debug, trace.");
    }
    Logging.level(level);
    return CompletableFuture.completedFuture(new Response(204, "", new byte[0], Map.of()));
  }
}
