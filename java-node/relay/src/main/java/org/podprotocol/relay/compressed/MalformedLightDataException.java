package org.podprotocol.relay.compressed;

/** An account or instruction of Light's is not laid out as this relay knows it. */
final class MalformedLightDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedLightDataException(String message) {
    super(message);
  }
}
