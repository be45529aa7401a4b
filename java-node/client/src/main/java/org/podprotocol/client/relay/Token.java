package org.podprotocol.client.relay;

/**
 * A login's proof to a relay. Its text form does not show it.
 *
 * @param value goes into the Authorization header
 * @param expiresAtMs Unix time
 */
public record Token(String value, long expiresAtMs) {
  @Override
  public String toString() {
    return "token until " + expiresAtMs;
  }
}
