package org.podprotocol.relay.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The login a request carries. */
final class Logins {
  private static final String BEARER = "Bearer ";

  private final Sessions sessions;

  Logins(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Empty without an Authorization header; a header that is no good is refused, not passed over.
   */
  Optional<Session> of(Request request) {
    String token = token(request);
    if (token == null) {
      return Optional.empty();
    }
    return Optional.of(
        sessions
            .find(token)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.UNAUTHORIZED,
                        "The token is not known, or its login is over.")));
  }

  static @Nullable String token(Request request) {
    String header = request.header("Authorization");
    if (header == null) {
      return null;
    }
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new ProblemException(
          ProblemType.UNAUTHORIZED, "Authorization is not of the form Bearer TOKEN.");
    }
    return header.substring(BEARER.length()).strip();
  }
}
