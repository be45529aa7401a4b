package org.podprotocol.relay.journal;

/** The journal can't be opened; the message says what an operator can do about it. */
public final class JournalOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  public JournalOpenException(String message) {
    super(message);
  }

  public JournalOpenException(String message, Throwable cause) {
    super(message, cause);
  }
}
