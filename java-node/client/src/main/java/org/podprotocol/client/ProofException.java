package org.podprotocol.client;

import java.io.Serial;

/** A relay's proof does not hold against the chain. */
public final class ProofException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  ProofException(String message) {
    super(message);
  }
}
