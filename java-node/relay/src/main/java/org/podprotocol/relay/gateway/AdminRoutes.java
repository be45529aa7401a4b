package org.podprotocol.relay.gateway;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.podprotocol.relay.observe.Logging;

/** What only the operator may do; on the admin listener alone. */
final class AdminRoutes {
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

  void addTo(Router router) {
    router.on("POST", "/admin/log-level", "log-level", this::logLevel);
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
