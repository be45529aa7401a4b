package org.podprotocol.solana.keys;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.p2p.solanaj.core.PublicKey;

/** A signer behind a callback, whose answers are verified. */
record ExternalSigner(PublicKey publicKey, Function<byte[], CompletableFuture<Signature>> callback)
    implements Signer {

  ExternalSigner {
    Objects.requireNonNull(publicKey, "publicKey");
    Objects.requireNonNull(callback, "callback");
  }

  @Override
  public CompletableFuture<Signature> sign(byte[] message) {
    byte[] own = message.clone();
    return callback.apply(message).thenApply(signature -> verified(signature, own));
  }

  private Signature verified(Signature signature, byte[] message) {
    if (!signature.verify(publicKey, message)) {
      throw new IllegalStateException(
          "the external signer of " + publicKey + " returned a wrong signature");
    }
    return signature;
  }
}
