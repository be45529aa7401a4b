package org.podprotocol.client;

import java.io.Serial;
import org.podprotocol.protocol.bytes.Address;

/** Nothing can be encrypted to an agent whose profile names no key. */
public final class NoEncryptionKeyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  NoEncryptionKeyException(Address agent) {
    super("agent " + agent + " has no profile with an encryption key");
  }
}
