package org.podprotocol.solana.rpc;

import org.jspecify.annotations.Nullable;

/** The call or its answer did not get through. */
public final class TransportException extends RpcException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No connection could be made; the call was not sent. */
    CONNECT,
    /** The connection ended before the answer; the call may have been carried out. */
    CLOSED,
    /** No answer in time; the call may have been carried out. */
    TIMEOUT,
    /** All connections are busy and the queue is full or too slow; the call was not sent. */
    BUSY,
    /** The answer is larger than allowed. */
    RESPONSE_TOO_LARGE,
    /**
     * No endpoint may be called now: breakers are open or budgets used up; the call was not sent.
     */
    UNAVAILABLE,
    /** The transport has been closed; the call was not sent. */
    SHUT_DOWN
  }

  private final Reason reason;

  /** A reason and what a person should know about it. */
  public TransportException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why the call failed. */
  public Reason reason() {
    return reason;
  }

  /** True if the call certainly never reached the server. */
  public boolean wasNotSent() {
    return switch (reason) {
      case CONNECT, BUSY, UNAVAILABLE, SHUT_DOWN -> true;
      case CLOSED, TIMEOUT, RESPONSE_TOO_LARGE -> false;
    };
  }
}
