package org.podprotocol.relay.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.ProtocolException;

/**
 * Agents by address, or by the name their creator gave them.
 *
 * @param program the PoD program
 * @param creator whose agents names mean
 */
record AgentNames(PublicKey program, PublicKey creator) {
  private static final int MAX_NAME = 32;

  /** The address that a user means: base58 of 32 bytes, or a name. */
  Address resolve(String text) {
    try {
      return Address.parse(text);
    } catch (ProtocolException notAnAddress) {
      return ofName(text);
    }
  }

  private Address ofName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_NAME) {
      throw CommandFault.usage(
          "\"" + name + "\" is neither an address nor a name of 1 to 32 bytes");
    }
    byte[] padded = Arrays.copyOf(bytes, MAX_NAME);
    return Keys.address(PodProtocolPdas.agent(creator, padded, program).address());
  }
}
