package org.podprotocol.protocol.crypto;

import org.podprotocol.protocol.bytes.Address;

/**
 * Something that signs with one Ed25519 key: a key in memory, or a vault that never gives it away.
 */
public interface Signer {
  /** The public key. */
  Address address();

  /** The 64-byte Ed25519 signature (RFC 8032, no pre-hash) of {@code message}. */
  byte[] sign(byte[] message);
}
