package org.podprotocol.relay.chain;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AccountCache.Reading;
import org.podprotocol.relay.observe.Metrics;

/**
 * The directory on two account caches of 1,000 entries each: agents and channels, and memberships.
 */
final class CachedDirectory implements AgentDirectory {

  private static final int CAPACITY = 1_000;

  private final PodProgram program;
  private final AccountCache<Party> parties;
  private final AccountCache<MembershipView> memberships;
  private final List<AgentListener> agentListeners = new CopyOnWriteArrayList<>();
  private final List<ReadersListener> readersListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> gapListeners = new CopyOnWriteArrayList<>();

  CachedDirectory(
      PodProgram program,
      AccountCache.Source<Party> partySource,
      AccountCache.Source<MembershipView> membershipSource,
      Ticker ticker,
      MetricRegistry registry) {
    this.program = program;
    parties = new AccountCache<>(CAPACITY, partySource, this::partyChanged, ticker);
    memberships =
        new AccountCache<>(
            CAPACITY,
            membershipSource,
            (address, before, now) -> now.ifPresent(this::membershipChanged),
            ticker);
    measure("chain.accounts", parties, registry);
    measure("chain.memberships", memberships, registry);
  }

  /** Holds a quarter of the accounts, those that are asked for most. */
  void shrink() {
    capacity(CAPACITY / 4);
  }

  /** Holds as many as at first. */
  void restore() {
    capacity(CAPACITY);
  }

  private void capacity(int most) {
    parties.capacity(most);
    memberships.capacity(most);
  }

  private static void measure(String name, AccountCache<?> cache, MetricRegistry registry) {
    Metrics.counted(registry, name + ".hits", cache::hits);
    Metrics.counted(registry, name + ".misses", cache::misses);
    registry.gauge(name + ".size", () -> (Gauge<Long>) cache::size);
  }

  @Override
  public CompletionStage<Optional<AgentView>> agent(PublicKey address) {
    return parties
        .get(address)
        .thenApply(party -> party.map(p -> p instanceof AgentView agent ? agent : null));
  }

  @Override
  public CompletionStage<Optional<RecipientKind>> recipient(PublicKey address) {
    return parties
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
  public CompletionStage<Boolean> isMember(PublicKey channel, PublicKey agent) {
    CompletableFuture<Optional<MembershipView>> membership =
        memberships.get(program.membership(channel, agent));
    return parties
        .get(channel)
        .thenCombine(
            membership,
            (party, member) ->
                party.orElse(null) instanceof ChannelView view
                    && !view.closed()
                    && member
                        .filter(m -> m.active() && m.generation() == view.generation())
                        .isPresent());
  }

  @Override
  public void onAgentChanged(AgentListener listener) {
    agentListeners.add(listener);
  }

  @Override
  public void onReadersChanged(ReadersListener listener) {
    readersListeners.add(listener);
  }

  @Override
  public void onGap(Runnable listener) {
    gapListeners.add(listener);
  }

  /** The feed delivers, again or for the first time; see {@link AccountCache#feedUp}. */
  CompletableFuture<Void> feedUp() {
    CompletableFuture<Void> read = CompletableFuture.allOf(parties.feedUp(), memberships.feedUp());
    gapListeners.forEach(Runnable::run);
    return read;
  }

  /** The feed is silent; see {@link AccountCache#feedDown}. */
  void feedDown(long lastNanos) {
    parties.feedDown(lastNanos);
    memberships.feedDown(lastNanos);
  }

  void partyHeard(PublicKey address, Optional<Party> party, long slot) {
    parties.changed(address, new Reading<>(party, slot));
  }

  void membershipHeard(PublicKey address, MembershipView membership) {
    memberships.changed(address, new Reading<>(Optional.of(membership), membership.contextSlot()));
  }

  private void partyChanged(
      PublicKey address, @Nullable Optional<Party> before, Optional<Party> now) {
    switch (now.orElse(null)) {
      case null -> {}
      case AgentView agent -> {
        if (differs(before, agent)) {
          agentListeners.forEach(listener -> listener.changed(agent));
        }
      }
      case ChannelView channel -> {
        if (differs(before, channel)) {
          readersListeners.forEach(listener -> listener.changed(channel.address(), null));
        }
      }
    }
  }

  private void membershipChanged(MembershipView membership) {
    if (!membership.active()) {
      readersListeners.forEach(
          listener -> listener.changed(membership.channel(), membership.agent()));
    }
  }

  private static boolean differs(@Nullable Optional<Party> before, AgentView now) {
    return before == null
        || !(before.orElse(null) instanceof AgentView agent)
        || agent.closed() != now.closed()
        || !agent.signer().equals(now.signer());
  }

  private static boolean differs(@Nullable Optional<Party> before, ChannelView now) {
    return before == null
        || !(before.orElse(null) instanceof ChannelView channel)
        || channel.closed() != now.closed()
        || channel.open() != now.open()
        || channel.generation() != now.generation();
  }
}
