package org.podprotocol.relay.chain;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
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

  /** Whether the agent is an active member of the channel as it is now. */
  CompletionStage<Boolean> isMember(PublicKey channel, PublicKey agent);

  /**
   * Registers a listener for changes of who may read a channel. Called on a chain thread; must not
   * block.
   */
  void onReadersChanged(ReadersListener listener);

  /**
   * Registers one who is told when changes may have been missed, after they are told again: what
   * was looked up before is to be looked up anew. Called on a chain thread; must not block.
   */
  void onGap(Runnable listener);

  /** Hears that some may no longer read a channel. */
  @FunctionalInterface
  interface ReadersListener {
    /**
     * @param agent the agent whose membership ended, or null: the channel itself changed
     */
    void changed(PublicKey channel, @Nullable PublicKey agent);
  }

  /** Hears of agents whose keys or life changed. */
  @FunctionalInterface
  interface AgentListener {
    void changed(AgentView agent);
  }
}
