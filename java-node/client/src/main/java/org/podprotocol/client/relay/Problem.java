package org.podprotocol.client.relay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A relay's refusal (RFC 9457), as {@code docs/api.md} lists them.
 *
 * @param code what programs look at, for example {@code duplicate-nonce}
 * @param status HTTP status
 * @param detail for people
 * @param relayTimeMs the relay's clock, with {@code timestamp-out-of-window}
 * @param retryAfter when to try again, if the relay said so
 */
public record Problem(
    String code,
    int status,
    String detail,
    @Nullable Long relayTimeMs,
    @Nullable Duration retryAfter) {
  /** The code of a proxy's refusal, which has none of its own. */
  public static final String UNAVAILABLE = "unavailable";

  static Problem of(JsonNode json, @Nullable Duration retryAfter) {
    Answer answer = Answer.of(json);
    JsonNode time = json.path("relayTimeMs");
    return new Problem(
        answer.text("code"),
        (int) answer.integer("status"),
        json.path("detail").asText(json.path("title").asText("")),
        time.isIntegralNumber() ? time.longValue() : null,
        retryAfter);
  }
}
