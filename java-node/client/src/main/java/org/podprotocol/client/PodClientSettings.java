package org.podprotocol.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.send.SenderOptions;

/**
 * What a client connects to, and its bounds.
 *
 * @param relayUrl {@code http} or {@code https} address of the relay
 * @param rpcUrl address of a Solana JSON-RPC endpoint; what it says is trusted
 * @param programId the PoD program
 * @param relay the Relay account that the relay must have; null: whichever it says
 * @param followProfiles whether a message goes to the home relay that its recipient's profile
 *     names, an address from the chain that anybody may have put there; false: all go to this relay
 * @param maxConnections connections to the relay, and as many to the RPC endpoint
 * @param timeout of one request, waiting for a connection included
 * @param cacheSize accounts kept at most
 * @param cacheAge how old a cached account may be
 * @param batchSize messages of one request at most, 1 to 100
 * @param batchPause how long a message waits for others at most, while a request is under way
 * @param transactions how transactions are sent and watched
 * @param preflight whether a node simulates a transaction before it forwards it; without it one
 *     that fails costs its fee
 */
public record PodClientSettings(
    URI relayUrl,
    URI rpcUrl,
    Address programId,
    @Nullable Address relay,
    boolean followProfiles,
    int maxConnections,
    Duration timeout,
    int cacheSize,
    Duration cacheAge,
    int batchSize,
    Duration batchPause,
    SenderOptions transactions,
    boolean preflight) {
  public PodClientSettings {
    Objects.requireNonNull(relayUrl, "relayUrl");
    Objects.requireNonNull(rpcUrl, "rpcUrl");
    Objects.requireNonNull(programId, "programId");
    Objects.requireNonNull(transactions, "transactions");
    if (maxConnections < 1 || cacheSize < 0 || batchSize < 1 || batchSize > RelayApi.MAX_BATCH) {
      throw new IllegalArgumentException("a bound is out of range");
    }
    if (timeout.isNegative()
        || timeout.isZero()
        || cacheAge.isNegative()
        || batchPause.isNegative()) {
      throw new IllegalArgumentException("a time is out of range");
    }
  }

  /** 10 connections, 30 s, 1,000 accounts for 5 minutes, 50 messages or 1,000 ms. */
  public static PodClientSettings of(URI relayUrl, URI rpcUrl, Address programId) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        null,
        true,
        10,
        Duration.ofSeconds(30),
        1000,
        Duration.ofMinutes(5),
        50,
        Duration.ofMillis(1000),
        SenderOptions.defaults(),
        true);
  }

  /** The same, for this Relay account alone. */
  public PodClientSettings withRelay(Address account) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        account,
        followProfiles,
        maxConnections,
        timeout,
        cacheSize,
        cacheAge,
        batchSize,
        batchPause,
        transactions,
        preflight);
  }

  /** The same, with messages to other relays, or without. */
  public PodClientSettings withFollowProfiles(boolean follow) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        relay,
        follow,
        maxConnections,
        timeout,
        cacheSize,
        cacheAge,
        batchSize,
        batchPause,
        transactions,
        preflight);
  }

  /** The same with other connections. */
  public PodClientSettings withConnections(int most, Duration requestTimeout) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        relay,
        followProfiles,
        most,
        requestTimeout,
        cacheSize,
        cacheAge,
        batchSize,
        batchPause,
        transactions,
        preflight);
  }

  /** The same with another cache. */
  public PodClientSettings withCache(int size, Duration age) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        relay,
        followProfiles,
        maxConnections,
        timeout,
        size,
        age,
        batchSize,
        batchPause,
        transactions,
        preflight);
  }

  /** The same with other batches. */
  public PodClientSettings withBatch(int size, Duration pause) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        relay,
        followProfiles,
        maxConnections,
        timeout,
        cacheSize,
        cacheAge,
        size,
        pause,
        transactions,
        preflight);
  }

  /** The same with other bounds on transactions, and with preflight or without. */
  public PodClientSettings withTransactions(SenderOptions options, boolean simulated) {
    return new PodClientSettings(
        relayUrl,
        rpcUrl,
        programId,
        relay,
        followProfiles,
        maxConnections,
        timeout,
        cacheSize,
        cacheAge,
        batchSize,
        batchPause,
        options,
        simulated);
  }
}
