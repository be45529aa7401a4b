package org.podprotocol.relay.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;

/**
 * One HTTP request, whole.
 *
 * @param id for the log and the answer
 * @param path decoded, split at slashes
 * @param query first value of each parameter
 * @param body empty if there is none
 * @param client address of the client, behind trusted proxies that of the proxy's client
 */
record Request(
    String id,
    String method,
    List<String> path,
    Map<String, String> query,
    HttpHeaders headers,
    byte[] body,
    String client) {

  @Nullable String header(CharSequence name) {
    return headers.get(name);
  }

  /** A whole number from the query. */
  long number(String name, long fallback, long least, long most) {
    String text = query.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new ProblemException(
        ProblemType.MALFORMED,
        "The parameter " + name + " is not a whole number from " + least + " to " + most + ".");
  }

  /**
   * The hash that a segment of the path is.
   *
   * @param what it is, to say so where it is not
   */
  Hash hash(int segment, String what) {
    try {
      return Hash.parse(path.get(segment));
    } catch (ProtocolException e) {
      throw new ProblemException(ProblemType.MALFORMED, what + " is 64 lower-case hex digits.");
    }
  }

  /** Refuses parameters that the route does not have. */
  void onlyParameters(String... names) {
    for (String name : query.keySet()) {
      if (!List.of(names).contains(name)) {
        throw new ProblemException(
            ProblemType.MALFORMED, "The parameter \"" + Json.shown(name) + "\" is not known.");
      }
    }
  }
}
