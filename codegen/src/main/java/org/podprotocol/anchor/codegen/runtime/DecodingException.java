package org.podprotocol.anchor.codegen.runtime;

/** The bytes are not an encoding of the type that was asked for. */
public final class DecodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was found, and at which offset. */
  public DecodingException(String message) {
    super(message);
  }
}
