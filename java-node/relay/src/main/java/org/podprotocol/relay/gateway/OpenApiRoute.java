package org.podprotocol.relay.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** /v1/openapi.json: the API described as OpenAPI 3.1. */
final class OpenApiRoute {
  private static final String RESOURCE = "openapi.json";

  private OpenApiRoute() {}

  static void addTo(Router router) {
    router.on(
        "GET",
        "/v1/openapi.json",
        "openapi",
        request ->
            CompletableFuture.completedFuture(new Response(200, Json.TYPE, document(), Map.of())));
  }

  /** Read anew each time: it is asked for so seldom that keeping it would be a waste. */
  static byte[] document() {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
