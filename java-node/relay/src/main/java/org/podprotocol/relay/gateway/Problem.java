package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.relay.admission.Admitted;

/**
 * An error as the API tells it (RFC 9457).
 *
 * @param detail one sentence
 * @param retryAfter zero: trying again will not help
 * @param more further members; numbers and strings
 */
record Problem(ProblemType type, String detail, Duration retryAfter, Map<String, Object> more) {
  private static final String TYPES = "https://podprotocol.org/problems/";

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Duration.ZERO, Map.of());
  }

  static Problem later(ProblemType type, String detail, Duration retryAfter) {
    return new Problem(type, detail, retryAfter, Map.of());
  }

  static Problem of(Admitted.Refused refused) {
    var more = new LinkedHashMap<String, Object>();
    if (refused.relayTimeMs() != 0) {
      more.put("relayTimeMs", refused.relayTimeMs());
    }
    if (refused.other() != null) {
      more.put("id", refused.other().toString());
    }
    return new Problem(
        ProblemType.of(refused.code()), refused.detail(), refused.retryAfter(), more);
  }

  Problem with(String name, Object value) {
    var members = new LinkedHashMap<>(more);
    members.put(name, value);
    return new Problem(type, detail, retryAfter, members);
  }

  /** Whole seconds, at least 1; 0: none. */
  long retryAfterSeconds() {
    return retryAfter.isZero() ? 0 : Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("type", TYPES + type.code());
    out.writeStringField("title", type.title());
    out.writeNumberField("status", type.status());
    out.writeStringField("code", type.code());
    out.writeStringField("detail", detail);
    for (var member : more.entrySet()) {
      if (member.getValue() instanceof Number number) {
        out.writeNumberField(member.getKey(), number.longValue());
      } else {
        out.writeStringField(member.getKey(), member.getValue().toString());
      }
    }
    out.writeEndObject();
  }
}
