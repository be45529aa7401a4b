package org.podprotocol.relay.chain;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.p2p.solanaj.core.PublicKey;

/**
 * Who is on the chain. Answers come from a cache that is at most five seconds behind the chain;
 * when it can't be kept that fresh, lookups fail with {@link ChainUnavailableException} instead of
 * answering from stale data.
 *
 * <p>A lookup that the cache can answer returns a stage that is already complete.
 */
public interface AgentDirectory {

  /** The agent at this address, closed ones included; empty if there is no Agent account. */
  CompletionStage<Optional<AgentView>> agent(PublicKey address);

  /**
   * What a message to this address would reach; empty if neither a live agent nor a live channel is
   * there.
   */
  CompletionStage<Optional<RecipientKind>> recipient(PublicKey address);

  /**
   * Registers a listener for changes of an agent's signer or of its being closed. Called on a chain
   * thread; must not block.
   */
  void onAgentChanged(AgentListener listener);

  /** Hears of agents whose keys or life changed. */
  @FunctionalInterface
  interface AgentListener {
    void changed(AgentView agent);
  }
}
