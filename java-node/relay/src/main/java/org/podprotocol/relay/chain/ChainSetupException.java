package org.podprotocol.relay.chain;

/** The chain is reached, but is not set up for this relay; the message says what to do. */
public final class ChainSetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChainSetupException(String message) {
    super(message);
  }
}
