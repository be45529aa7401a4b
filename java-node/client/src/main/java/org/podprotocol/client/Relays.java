package org.podprotocol.client;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.protocol.bytes.Address;

/** The relay of this client, and those it meets through the profiles of its recipients. */
final class Relays {
  private static final int MAX_LINKS = 64;

  private final RelayLink own;
  private final ChainReader chain;
  private final boolean followProfiles;
  private final BiFunction<URI, Address, CompletableFuture<RelayLink>> meet;
  private final AsyncCache<Address, RelayLink> others =
      Caffeine.newBuilder().maximumSize(MAX_LINKS).executor(Runnable::run).buildAsync();

  /**
   * @param followProfiles whether messages go to the home relays of their recipients
   * @param meet connects to the relay at an address that must have this account
   */
  Relays(
      RelayLink own,
      ChainReader chain,
      boolean followProfiles,
      BiFunction<URI, Address, CompletableFuture<RelayLink>> meet) {
    this.own = own;
    this.chain = chain;
    this.followProfiles = followProfiles;
    this.meet = meet;
  }

  RelayLink own() {
    return own;
  }

  /** The relay of this account, at the endpoint that its account names. */
  CompletableFuture<RelayLink> at(Address relay) {
    if (relay.equals(own.relay())) {
      return CompletableFuture.completedFuture(own);
    }
    return others.get(
        relay,
        (address, executor) ->
            chain
                .relay(address)
                .thenCompose(
                    account ->
                        meet.apply(
                            endpoint(
                                account.orElseThrow(
                                    () ->
                                        new AnswerException(
                                            "there is no relay " + relay + " on chain"))),
                            address)));
  }

  /**
   * Where messages to this agent or channel go: to the home relay that its profile names, or else
   * to this client's own.
   */
  CompletableFuture<RelayLink> homeOf(Address recipient) {
    if (!followProfiles) {
      return CompletableFuture.completedFuture(own);
    }
    return chain
        .profile(recipient)
        .thenCompose(
            profile -> {
              Address home =
                  profile.map(found -> Keys.address(found.homeRelay())).orElse(Address.ZERO);
              return home.isZero() ? CompletableFuture.completedFuture(own) : at(home);
            });
  }

  private static URI endpoint(Relay account) {
    byte[] text = Arrays.copyOf(account.endpoint(), account.endpointLen());
    try {
      return URI.create(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new AnswerException("the relay's endpoint on chain is no address", e);
    }
  }
}
