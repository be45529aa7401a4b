package org.podprotocol.relay.chain;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AccountCache.Reading;

/** The directory on an account cache of 1,000 entries. */
final class CachedDirectory implements AgentDirectory {

  private static final int CAPACITY = 1_000;

  private final AccountCache<Party> cache;
  private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();

  CachedDirectory(AccountCache.Source<Party> source, Ticker ticker, MetricRegistry registry) {
    cache = new AccountCache<>(CAPACITY, source, this::changed, ticker);
    registry.gauge("chain.accounts.hits", () -> (Gauge<Long>) cache::hits);
    registry.gauge("chain.accounts.misses", () -> (Gauge<Long>) cache::misses);
    registry.gauge("chain.accounts.size", () -> (Gauge<Long>) cache::size);
  }

  AccountCache<Party> cache() {
    return cache;
  }

  @Override
  public CompletionStage<Optional<AgentView>> agent(PublicKey address) {
    return cache
        .get(address)
        .thenApply(party -> party.map(p -> p instanceof AgentView agent ? agent : null));
  }

  @Override
  public CompletionStage<Optional<RecipientKind>> recipient(PublicKey address) {
    return cache
        .get(address)
        .thenApply(party -> party.filter(p -> !p.closed()).map(CachedDirectory::kind));
  }

  private static RecipientKind kind(Party party) {
    return switch (party) {
      case AgentView agent -> RecipientKind.AGENT;
      case ChannelView channel ->
          channel.open() ? RecipientKind.PUBLIC_CHANNEL : RecipientKind.PRIVATE_CHANNEL;
    };
  }

  @Override
  public void onAgentChanged(AgentListener listener) {
    listeners.add(listener);
  }

  /** Takes a change from the feed. */
  void heard(PublicKey address, Optional<Party> party, long slot) {
    cache.changed(address, new Reading<>(party, slot));
  }

  private void changed(PublicKey address, @Nullable Optional<Party> before, Optional<Party> now) {
    if (now.orElse(null) instanceof AgentView agent && differs(before, agent)) {
      listeners.forEach(listener -> listener.changed(agent));
    }
  }

  private static boolean differs(@Nullable Optional<Party> before, AgentView now) {
    return before == null
        || !(before.orElse(null) instanceof AgentView agent)
        || agent.closed() != now.closed()
        || !agent.signer().equals(now.signer());
  }
}
