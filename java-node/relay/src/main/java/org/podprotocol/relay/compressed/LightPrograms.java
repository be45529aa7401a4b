package org.podprotocol.relay.compressed;

import org.p2p.solanaj.core.PublicKey;

/** Addresses of Light's programs. */
final class LightPrograms {
  static final PublicKey SYSTEM = new PublicKey("SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7");
  static final PublicKey ACCOUNT_COMPRESSION =
      new PublicKey("compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq");

  private LightPrograms() {}
}
