package org.podprotocol.solana.keys;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.p2p.solanaj.core.PublicKey;

/**
 * Signs messages for one public key. The key itself may live elsewhere: an HSM, a wallet, a
 * service.
 */
public interface Signer {

  /** The key that verifies what this signer signs. */
  PublicKey publicKey();

  /** Signs the whole message with Ed25519, without pre-hash. */
  CompletableFuture<Signature> sign(byte[] message);

  /**
   * A signer behind a callback. What the callback returns is verified before it is used; a wrong
   * signature fails the future with an {@link IllegalStateException}.
   */
  static Signer external(PublicKey key, Function<byte[], CompletableFuture<Signature>> callback) {
    return new ExternalSigner(key, callback);
  }
}
