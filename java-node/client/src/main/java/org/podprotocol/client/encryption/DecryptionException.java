package org.podprotocol.client.encryption;

import java.io.Serial;

/** Content that was not encrypted to this key for this envelope, or was changed since. */
public final class DecryptionException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  DecryptionException(String message) {
    super(message);
  }

  DecryptionException(Throwable cause) {
    super("the content does not open with this key under this envelope", cause);
  }
}
