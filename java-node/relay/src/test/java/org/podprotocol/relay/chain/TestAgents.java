package org.podprotocol.relay.chain;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

/** Registers agents on a test's chain. */
public final class TestAgents {
  private TestAgents() {}

  /** Registers an agent with this signer, paid for by the committer; its address. */
  public static PublicKey register(TestCluster cluster, String name, PublicKey signer) {
    var program = new PodProgram(TestCluster.PROGRAM);
    PublicKey creator = cluster.committer().publicKey();
    try (ChainConnection connection = cluster.connect()) {
      var terms = new AgentTerms(name, signer, 0, false);
      Outcome outcome =
          connection
              .sender()
              .send(
                  SendRequest.of(
                      cluster.committer(), List.of(program.registerAgent(creator, terms))))
              .outcome()
              .join();
      if (!(outcome instanceof Outcome.Landed)) {
        throw new IllegalStateException("The agent was not registered: " + outcome);
      }
    }
    return program.agent(creator, name);
  }
}
