package org.podprotocol.relay.journal;

/** More work waits for the journal than its queues hold; the caller may try again shortly. */
public final class JournalFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalFullException(String message) {
    super(message, null, false, false);
  }
}
