package org.podprotocol.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.client.chain.ChannelWriter;
import org.podprotocol.client.http.HttpBounds;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.StreamListener;
import org.podprotocol.client.relay.StreamOptions;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;

/** What a client runs on: threads, connections, and what is made of them. */
final class Machinery implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 << 20;
  private static final int MAX_WAITING = 10_000;
  private static final Retry RETRY = new Retry(4, Duration.ofMillis(100), Duration.ofSeconds(5));

  private final PodClientSettings settings;
  private final Network network = Network.nio(1);
  private final HttpEndpoint endpoint;
  private final BlockhashCache blockhashes;
  private final TransactionSender sender;
  private final HttpClient http;
  private final ScheduledExecutorService timer;
  private final Set<InboxStream> streams = ConcurrentHashMap.newKeySet();
  private final ChainReader chain;
  private final ChainWriter writer;
  private final ChannelWriter channels;

  Machinery(PodClientSettings settings) {
    this.settings = settings;
    HttpOptions options =
        HttpOptions.defaults()
            .withConnections(settings.maxConnections(), MAX_WAITING)
            .withTimeouts(settings.timeout(), settings.timeout());
    endpoint = new HttpEndpoint(network, settings.rpcUrl(), options);
    SolanaRpc rpc = new SolanaRpc(endpoint);
    blockhashes = BlockhashCache.start(rpc, network.eventLoops().next());
    sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            network.eventLoops().next(),
            settings.transactions());
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "pod-client-timer");
              thread.setDaemon(true);
              return thread;
            });
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .build();
    chain = new ChainReader(rpc, settings.programId(), settings.cacheSize(), settings.cacheAge());
    writer = new ChainWriter(sender, settings.programId(), settings.preflight());
    channels = new ChannelWriter(sender, settings.programId(), settings.preflight());
  }

  ChainReader chain() {
    return chain;
  }

  ChannelWriter channels() {
    return channels;
  }

  ChainWriter writer() {
    return writer;
  }

  /** Connects to a relay; null: of any account. */
  CompletableFuture<RelayLink> meet(URI address, @Nullable Address account, Domain domain) {
    HttpBounds bounds =
        new HttpBounds(
            settings.maxConnections(), MAX_WAITING, settings.timeout(), MAX_ANSWER_BYTES);
    RelayApi api = new RelayApi(address, new HttpLane(http, bounds), RETRY);
    MessageBatcher batcher =
        new MessageBatcher(api::send, settings.batchSize(), settings.batchPause(), timer);
    return RelayLink.meet(api, account, domain, chain, batcher);
  }

  InboxStream stream(
      RelayApi relay, LoginKey login, Address inbox, long from, StreamListener listener) {
    InboxStream stream =
        InboxStream.open(
            http, relay, login, inbox, from, StreamOptions.defaults(), listener, timer);
    streams.add(stream);
    stream.ended().whenComplete((done, failure) -> streams.remove(stream));
    return stream;
  }

  @Override
  public void close() {
    streams.forEach(InboxStream::close);
    timer.shutdownNow();
    sender.close();
    blockhashes.close();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
