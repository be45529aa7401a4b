package org.podprotocol.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.Signer;
import org.podprotocol.protocol.crypto.VerificationKey;

/**
 * What an agent signs to log in at a relay ({@code docs/protocol.md} section 6).
 *
 * @param relay Relay account
 * @param agent Agent account
 * @param signer the agent's signer
 * @param challenge 32 random bytes from the relay
 * @param expiresAtMs Unix time
 * @param origin scheme, host and port the client connected to, in lower case; made so here
 */
public record Login(
    Address relay, Address agent, Address signer, Hash challenge, long expiresAtMs, String origin) {
  private static final int BODY_LENGTH = 5 * Bytes32.LENGTH + 8;

  public Login {
    origin = origin.toLowerCase(Locale.ROOT);
  }

  private byte[] body() {
    byte[] body = new byte[BODY_LENGTH];
    relay.copyTo(body, 0);
    agent.copyTo(body, 32);
    signer.copyTo(body, 64);
    challenge.copyTo(body, 96);
    ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putLong(128, expiresAtMs);
    Sha256.of(origin.getBytes(StandardCharsets.UTF_8)).copyTo(body, 136);
    return body;
  }

  /** Domain, then body: what the signature covers. */
  public byte[] signedBytes(Domain domain) {
    return domain.signedBytes(Tag.LOGIN, body());
  }

  /**
   * Signs.
   *
   * @throws IllegalArgumentException if {@code key} is not the login's signer
   */
  public Signature sign(Domain domain, Signer key) {
    if (!key.address().equals(signer)) {
      throw new IllegalArgumentException(
          "the login names " + signer + " as signer, not " + key.address());
    }
    return Signature.of(key.sign(signedBytes(domain)));
  }

  /** Whether {@code key} is the signer and signed this login. */
  public boolean isSignedBy(VerificationKey key, Domain domain, Signature signature) {
    return key.address().equals(signer) && key.verifies(signedBytes(domain), signature.toBytes());
  }
}
