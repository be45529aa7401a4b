package org.podprotocol.relay.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which web pages may call the API (the Fetch standard's CORS protocol). */
final class CorsRule {
  private final Set<String> origins;

  /**
   * @param origins {@code *} for all; empty: none
   */
  CorsRule(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Headers to add to any answer. */
  Map<String, String> headers(HttpHeaders request) {
    String origin = request.get("Origin");
    if (origin == null || !(origins.contains("*") || origins.contains(origin))) {
      return Map.of();
    }
    // Logins are by header, not by cookie, so credentials need not be allowed, and * gives nothing
    // away.
    return Map.of(
        "Access-Control-Allow-Origin",
        origins.contains("*") ? "*" : origin,
        "Access-Control-Expose-Headers",
        "Content-Range, ETag, Retry-After, X-Pod-Place, X-Request-Id",
        "Vary",
        "Origin");
  }

  /** The answer to a preflight request; empty if it is none that is allowed. */
  Optional<Response> preflight(HttpHeaders request) {
    Map<String, String> common = headers(request);
    if (common.isEmpty() || !request.contains("Access-Control-Request-Method")) {
      return Optional.empty();
    }
    var all = new java.util.HashMap<>(common);
    all.put("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE");
    all.put(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-None-Match, Last-Event-ID, Range, X-Request-Id");
    all.put("Access-Control-Max-Age", "600");
    return Optional.of(new Response(204, "", new byte[0], all));
  }
}
