package org.podprotocol.client;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.client.http.HttpBounds;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.RelayInfo;
import org.podprotocol.client.relay.StreamListener;
import org.podprotocol.client.relay.StreamOptions;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;

/**
 * A connection to one relay and the chain behind it. Asynchronous and safe for threads to share;
 * close it to stop its threads.
 *
 * <pre>{@code
 * PodClient client = PodClient.connect(PodClientSettings.of(relayUrl, rpcUrl, programId)).join();
 * PodAgent alice = client.register(creator, "alice", aliceKey, 0).join();
 * SentMessage sent = alice.to(bob).text("hello").send().join();
 * alice.anchored(sent.id(), Commitment.CONFIRMED, Duration.ofSeconds(30)).join();
 * }</pre>
 */
public final class PodClient implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 << 20;
  private static final int MAX_WAITING = 10_000;
  private static final Retry RETRY = new Retry(4, Duration.ofMillis(100), Duration.ofSeconds(5));

  private final PodClientSettings settings;
  private final Clock clock;
  private final Network network;
  private final HttpEndpoint endpoint;
  private final BlockhashCache blockhashes;
  private final TransactionSender sender;
  private final HttpClient http;
  private final ScheduledExecutorService timer;
  private final Set<InboxStream> streams = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();
  private final ChainReader chain;
  private final ChainWriter writer;
  private final RelayApi relay;
  private final MessageBatcher batcher;

  // Set once connected, before anybody else has this client.
  private Domain domain;
  private Address relayAddress;
  private ReceiptCheck receipts;
  private InboundCheck inbound;

  private PodClient(PodClientSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    network = Network.nio(1);
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
            SenderOptions.defaults());
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
    HttpBounds bounds =
        new HttpBounds(
            settings.maxConnections(), MAX_WAITING, settings.timeout(), MAX_ANSWER_BYTES);
    relay = new RelayApi(settings.relayUrl(), new HttpLane(http, bounds), RETRY);
    chain = new ChainReader(rpc, settings.programId(), settings.cacheSize(), settings.cacheAge());
    writer = new ChainWriter(sender, settings.programId());
    batcher = new MessageBatcher(relay::send, settings.batchSize(), settings.batchPause(), timer);
    domain = new Domain(Address.ZERO, settings.programId());
    relayAddress = Address.ZERO;
    receipts = new ReceiptCheck(chain, domain, relayAddress);
    inbound = new InboundCheck(chain, domain);
  }

  /**
   * Connects: asks the relay who it is, and the chain whether that is so.
   *
   * @return fails if either can't be reached, and with {@link AnswerException} if the relay is of
   *     another cluster or program, or has no account on chain
   */
  public static CompletableFuture<PodClient> connect(PodClientSettings settings) {
    return connect(settings, Clock.systemUTC());
  }

  /** Connects with a clock of one's own for timestamps. */
  public static CompletableFuture<PodClient> connect(PodClientSettings settings, Clock clock) {
    PodClient client = new PodClient(settings, clock);
    return client
        .relay
        .info()
        .thenCombine(client.chain.genesisHash(), client::meet)
        .thenCompose(
            info ->
                client.chain.relay(info.relay()).thenApply(account -> client.ready(info, account)))
        .whenComplete(
            (connected, failure) -> {
              if (failure != null) {
                client.close();
              }
            });
  }

  private RelayInfo meet(RelayInfo info, Address genesisHash) {
    if (!info.program().equals(settings.programId())) {
      throw new AnswerException("the relay serves program " + info.program());
    }
    if (!info.genesisHash().equals(genesisHash)) {
      throw new AnswerException("the relay is on the cluster of genesis " + info.genesisHash());
    }
    if (settings.relay() != null && !info.relay().equals(settings.relay())) {
      throw new AnswerException("the relay is " + info.relay() + ", not " + settings.relay());
    }
    domain = new Domain(genesisHash, settings.programId());
    return info;
  }

  private PodClient ready(RelayInfo info, Optional<Relay> account) {
    if (account.isEmpty()) {
      throw new AnswerException("there is no relay at " + info.relay() + " on chain");
    }
    relayAddress = info.relay();
    receipts = new ReceiptCheck(chain, domain, relayAddress);
    inbound = new InboundCheck(chain, domain);
    return this;
  }

  /**
   * Registers an agent on chain.
   *
   * @param creator pays, and becomes the agent's authority
   * @param name 1 to 32 bytes of UTF-8, unique for the creator
   * @param signer signs its messages
   * @param capabilities one bit for each, as agents agree among themselves
   */
  public CompletableFuture<PodAgent> register(
      Signer creator, String name, Signer signer, long capabilities) {
    return writer
        .register(creator, name, signer.publicKey(), capabilities)
        .thenApply(
            address -> {
              chain.forget(address);
              return agent(address, signer);
            });
  }

  /** An agent that is on chain already. */
  public PodAgent agent(Address address, Signer signer) {
    return new PodAgent(this, address, signer, null);
  }

  /** The relay's API, for what this class does not do. */
  public RelayApi relay() {
    return relay;
  }

  /** The chain's accounts. */
  public ChainReader chain() {
    return chain;
  }

  /** Transactions. */
  public ChainWriter writer() {
    return writer;
  }

  /** Cluster and program. */
  public Domain domain() {
    return domain;
  }

  /** The relay's account on chain. */
  public Address relayAddress() {
    return relayAddress;
  }

  Clock clock() {
    return clock;
  }

  InboundCheck inboundCheck() {
    return inbound;
  }

  /**
   * Random, so that an agent needs to remember nothing; that two of 2^64 meet is a refusal, and no
   * harm.
   */
  long newNonce() {
    return random.nextLong();
  }

  /** Sends a signed message and checks the receipt. */
  public CompletableFuture<SentMessage> submit(OutgoingMessage message) {
    return batcher
        .send(message)
        .thenCompose(acceptance -> receipts.check(acceptance, message.envelope()))
        .thenApply(acceptance -> new SentMessage(message.envelope(), acceptance));
  }

  InboxStream openStream(LoginKey login, Address inbox, long from, StreamListener listener) {
    InboxStream stream =
        InboxStream.open(
            http, relay, login, inbox, from, StreamOptions.defaults(), listener, timer);
    streams.add(stream);
    stream.ended().whenComplete((done, failure) -> streams.remove(stream));
    return stream;
  }

  /** Stops. What is under way fails. */
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
