package org.podprotocol.protocol.bytes;

import java.io.Serial;

/**
 * Bytes or text that are not in the form {@code docs/protocol.md} gives; the message says where and
 * why.
 */
public final class ProtocolException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public ProtocolException(String message) {
    super(message);
  }

  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
