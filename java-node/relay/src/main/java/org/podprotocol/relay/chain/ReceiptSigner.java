package org.podprotocol.relay.chain;

/** Signs with the relay's receipt key. */
@FunctionalInterface
public interface ReceiptSigner {

  /** The Ed25519 signature, 64 bytes, of exactly these bytes. */
  byte[] sign(byte[] message);
}
