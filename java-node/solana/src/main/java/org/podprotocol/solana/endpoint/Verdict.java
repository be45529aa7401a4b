package org.podprotocol.solana.endpoint;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.HttpStatusException;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.TransportException;

/**
 * What a failed call says about the endpoint, and what to do with the call.
 *
 * @param blame what is noted against the endpoint
 * @param elsewhere true: another endpoint may do better
 * @param pause how long the endpoint asks to be left alone, or null
 */
record Verdict(Blame blame, boolean elsewhere, @Nullable Duration pause) {

  /** What a failure says about the endpoint. */
  enum Blame {
    /** It did its job: the error is the chain's or the caller's. */
    NONE,
    /** Nothing: the call never got that far. */
    UNKNOWN,
    /** It can't serve this call now, but works. */
    SCORE,
    /** It is broken. */
    BREAKER
  }

  private static final Verdict CALLER = new Verdict(Blame.NONE, false, null);
  private static final Verdict BROKEN = new Verdict(Blame.BREAKER, true, null);

  static Verdict on(Throwable failure, boolean repeatable) {
    if (failure instanceof RpcErrorException error) {
      if (error.isRateLimit()) {
        return new Verdict(Blame.SCORE, true, Duration.ofSeconds(1));
      }
      return error.isNodeFault() ? new Verdict(Blame.SCORE, true, null) : CALLER;
    }
    if (failure instanceof HttpStatusException status) {
      return onStatus(status);
    }
    if (failure instanceof MalformedResponseException) {
      return new Verdict(Blame.BREAKER, repeatable, null);
    }
    if (failure instanceof TransportException transport) {
      return switch (transport.reason()) {
        case CONNECT -> BROKEN;
        case CLOSED, TIMEOUT -> new Verdict(Blame.BREAKER, repeatable, null);
        case BUSY, UNAVAILABLE -> new Verdict(Blame.UNKNOWN, true, null);
        case RESPONSE_TOO_LARGE -> CALLER;
        case SHUT_DOWN -> new Verdict(Blame.UNKNOWN, false, null);
      };
    }
    return new Verdict(Blame.UNKNOWN, false, null);
  }

  private static Verdict onStatus(HttpStatusException status) {
    if (status.isRateLimit() || status.status() == 503 && status.retryAfter().isPresent()) {
      return new Verdict(Blame.SCORE, true, status.retryAfter().orElse(Duration.ofSeconds(1)));
    }
    int code = status.status();
    boolean callersFault = code == 400 || code == 413 || code == 414 || code == 422;
    return callersFault ? CALLER : BROKEN;
  }
}
