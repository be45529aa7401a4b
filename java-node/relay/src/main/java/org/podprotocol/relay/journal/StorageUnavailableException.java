package org.podprotocol.relay.journal;

/**
 * The journal does not take messages: its disk is full or read-only, failed to sync, or is damaged.
 */
public final class StorageUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailableException(String message) {
    super(message);
  }

  public StorageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
