package org.podprotocol.client.relay;

import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * What a relay asks a login to sign.
 *
 * @param relay Relay account
 * @param challenge random bytes
 * @param expiresAtMs Unix time
 * @param origin the relay's public origin, as it sees it
 */
public record Challenge(Address relay, Hash challenge, long expiresAtMs, String origin) {

  static Challenge of(Answer answer) {
    return new Challenge(
        answer.address("relay"),
        answer.hash("challenge"),
        answer.integer("expiresAtMs"),
        answer.text("origin"));
  }

  /**
   * The login that answers it.
   *
   * @param connectedTo the origin this client connected to
   * @throws AnswerException if the relay asks for a signature for another origin: signing it would
   *     let a relay in between log in elsewhere
   */
  public Login answeredBy(Address agent, Address signer, Origin connectedTo) {
    if (!connectedTo.text().equals(origin)) {
      throw new AnswerException(
          "the relay asks for a login at "
              + origin
              + ", but this client is connected to "
              + connectedTo.text());
    }
    return new Login(relay, agent, signer, challenge, expiresAtMs, origin);
  }
}
