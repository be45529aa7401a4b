package org.podprotocol.client.chain;

import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Address;

/** Addresses between the protocol's type and that of the bindings. */
public final class Keys {
  private Keys() {}

  public static PublicKey key(Address address) {
    return new PublicKey(address.toBytes());
  }

  public static Address address(PublicKey key) {
    return Address.of(key.toByteArray());
  }
}
