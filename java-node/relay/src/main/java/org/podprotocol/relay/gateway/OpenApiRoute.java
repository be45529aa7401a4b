package org.podprotocol.relay.gateway;

import java.util.Map;

/** /v1/openapi.json: the API described as OpenAPI 3.1. */
final class OpenApiRoute {
  private OpenApiRoute() {}

  static void addTo(Router router, PackagedFiles files) {
    router.on(
        "GET",
        "/v1/openapi.json",
        "openapi",
        request -> files.answer("openapi.json", Json.TYPE, Map.of()));
  }
}
