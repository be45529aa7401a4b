package org.podprotocol.relay.gateway;

import java.util.Map;

/**
 * One HTTP answer, whole.
 *
 * @param headers besides type and length
 */
record Response(int status, String type, byte[] body, Map<String, String> headers) {

  static Response json(int status, Json.Writer writer) {
    return new Response(status, Json.TYPE, Json.bytes(writer), Map.of());
  }

  static Response of(Problem problem) {
    long seconds = problem.retryAfterSeconds();
    return new Response(
        problem.type().status(),
        Json.PROBLEM_TYPE,
        Json.bytes(problem::write),
        seconds == 0 ? Map.of() : Map.of("Retry-After", Long.toString(seconds)));
  }

  Response with(Map<String, String> more) {
    return new Response(status, type, body, more);
  }
}
