package org.podprotocol.relay.compressed;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;

/**
 * How Light's version 2 trees hash: light-compressed-account 0.11, {@code compressed_account.rs}.
 */
final class LightHashing {
  private static final int DATA_TAG = 2;

  private LightHashing() {}

  /**
   * The leaf of a compressed account without lamports and without address.
   *
   * @param discriminator 8 bytes
   */
  static Hash leaf(
      PublicKey owner, long index, PublicKey tree, byte[] discriminator, Hash dataHash) {
    byte[] position = ByteBuffer.allocate(Hash.LENGTH).putLong(24, index).array();
    byte[] kind = ByteBuffer.allocate(Hash.LENGTH).put(24, discriminator).array();
    kind[23] = DATA_TAG;
    return Poseidon.five(
        fieldElement(owner), Hash.of(position), fieldElement(tree), Hash.of(kind), dataHash);
  }

  /** An address as a field element: Keccak-256 of it and 0xff, the first byte zero. */
  private static Hash fieldElement(PublicKey address) {
    var digest = new KeccakDigest(256);
    digest.update(address.toByteArray(), 0, Hash.LENGTH);
    digest.update((byte) 0xFF);
    var hash = new byte[Hash.LENGTH];
    digest.doFinal(hash, 0);
    hash[0] = 0;
    return Hash.of(hash);
  }
}
