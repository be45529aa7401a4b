package org.podprotocol.client.encryption;

import org.bouncycastle.crypto.hpke.HPKE;

/**
 * The one HPKE suite (RFC 9180, base mode): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
 * ChaCha20Poly1305.
 */
final class Hpke {
  /** Length of the encapsulated key (Nenc). */
  static final int ENCAPSULATION_LENGTH = 32;

  /** Length of the authentication tag (Nt). */
  static final int TAG_LENGTH = 16;

  private Hpke() {}

  static HPKE suite() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
  }
}
