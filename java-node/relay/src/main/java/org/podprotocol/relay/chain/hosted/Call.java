package org.podprotocol.relay.chain.hosted;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/**
 * One instruction and the operations it carries out.
 *
 * @param instruction the instruction
 * @param members its operations
 * @param addresses the account each of them makes or changes, in their order
 * @param units compute units it is expected to need at the most
 */
record Call(
    TransactionInstruction instruction,
    List<Member> members,
    List<PublicKey> addresses,
    int units) {

  Call {
    members = List.copyOf(members);
    addresses = List.copyOf(addresses);
    if (members.size() != addresses.size()) {
      throw new IllegalArgumentException("an address for each member");
    }
  }
}
