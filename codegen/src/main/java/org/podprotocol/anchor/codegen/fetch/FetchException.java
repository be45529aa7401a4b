package org.podprotocol.anchor.codegen.fetch;

/** No IDL could be had; the message says what was tried. */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what went wrong. */
  public FetchException(String message) {
    super(message);
  }

  /** Says what went wrong, and why. */
  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
