package org.podprotocol.solana.rpc;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered with an HTTP status other than 200. */
public final class HttpStatusException extends RpcException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Duration retryAfter;

  /**
   * The status, the wait that {@code Retry-After} asks for if any, and the beginning of the body.
   */
  public HttpStatusException(
      String endpoint, int status, @Nullable Duration retryAfter, String bodyStart) {
    super(endpoint + " answered with HTTP status " + status + ": " + bodyStart, null);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** How long the server asks us to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** True for 429. */
  public boolean isRateLimit() {
    return status == 429;
  }
}
