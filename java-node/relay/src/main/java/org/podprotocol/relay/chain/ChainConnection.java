package org.podprotocol.relay.chain;

import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.podprotocol.solana.endpoint.EndpointPool;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.endpoint.PoolMember;
import org.podprotocol.solana.endpoint.PoolOptions;
import org.podprotocol.solana.pubsub.PubSubClient;
import org.podprotocol.solana.pubsub.PubSubOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SendObserver;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;

/** The ways to a cluster: reads, transactions and subscriptions over the configured endpoints. */
public final class ChainConnection implements AutoCloseable {

  /** A node whose socket is silent is given up sooner than by default: agents' keys hang on it. */
  private static final Duration SLOT_SILENCE = Duration.ofSeconds(10);

  private static final int MAX_MESSAGE_BYTES = 4 << 20;
  private static final int MAX_SUBSCRIPTIONS = 100;

  private final Network network;
  private final List<HttpEndpoint> endpoints = new ArrayList<>();
  private final EndpointPool pool;
  private final SolanaRpc rpc;
  private final PubSubClient pubSub;
  private final BlockhashCache blockhashes;
  private final TransactionSender sender;

  /**
   * @param endpoints JSON-RPC URLs, best first; at least one
   * @param requestTimeout of one request
   */
  public ChainConnection(List<URI> endpoints, Duration requestTimeout) {
    this(new Endpoints(endpoints, List.of(), requestTimeout));
  }

  /** Connections are made when they are needed. */
  public ChainConnection(Endpoints where) {
    this(where, SendObserver.none());
  }

  /**
   * @param observer hears how transactions went
   */
  ChainConnection(Endpoints where, SendObserver observer) {
    network = Network.nio(1);
    EventExecutor loop = network.eventLoops().next();
    HttpOptions options =
        HttpOptions.defaults().withTimeouts(where.requestTimeout(), where.requestTimeout());
    where.rpc().forEach(url -> endpoints.add(new HttpEndpoint(network, url, options)));
    pool =
        new EndpointPool(
            endpoints.stream().map(PoolMember::of).toList(), PoolOptions.defaults(), loop);
    rpc = new SolanaRpc(pool);
    pubSub =
        new PubSubClient(
            network,
            where.webSocket(),
            PubSubOptions.defaults()
                .withLiveness(SLOT_SILENCE, SLOT_SILENCE, SLOT_SILENCE)
                .withCaps(MAX_MESSAGE_BYTES, MAX_SUBSCRIPTIONS));
    blockhashes = BlockhashCache.start(rpc, loop);
    sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.over(pubSub),
            loop,
            SenderOptions.defaults(),
            observer);
  }

  public SolanaRpc rpc() {
    return rpc;
  }

  public TransactionSender sender() {
    return sender;
  }

  EndpointPool pool() {
    return pool;
  }

  PubSubClient pubSub() {
    return pubSub;
  }

  Network network() {
    return network;
  }

  @Override
  public void close() {
    sender.close();
    blockhashes.close();
    pubSub.close();
    pool.close();
    endpoints.forEach(HttpEndpoint::close);
    network.eventLoops().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
  }
}
