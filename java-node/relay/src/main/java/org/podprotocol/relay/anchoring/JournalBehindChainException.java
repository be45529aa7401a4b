package org.podprotocol.relay.anchoring;

/**
 * The chain holds messages that this journal does not: a restored backup, another data folder, or a
 * second daemon.
 */
public final class JournalBehindChainException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalBehindChainException(String message) {
    super(message);
  }
}
