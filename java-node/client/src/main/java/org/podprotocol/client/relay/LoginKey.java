package org.podprotocol.client.relay;

import java.util.concurrent.CompletableFuture;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.solana.keys.Signer;

/**
 * Who logs in.
 *
 * @param agent Agent account
 * @param signer the agent's signer
 * @param domain of the login's signature
 */
public record LoginKey(Address agent, Signer signer, Domain domain) {
  /** Signs a login. */
  public CompletableFuture<Signature> sign(Login login) {
    return signer.sign(login.signedBytes(domain)).thenApply(made -> Signature.of(made.toBytes()));
  }

  /** The signer's public key. */
  public Address signerAddress() {
    return Address.of(signer.publicKey().toByteArray());
  }
}
