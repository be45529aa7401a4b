package org.podprotocol.relay.anchoring;

/** The log on chain holds other messages than this journal at the same indexes. */
public final class LogDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogDivergedException(String message) {
    super(message);
  }
}
