package org.podprotocol.relay.chain;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.config.ChainSettings;
import org.podprotocol.relay.observe.Metrics;
import org.podprotocol.solana.keys.Keypair;

/** The relay's chain on a Solana cluster. */
public final class SolanaChain implements Chain {

  /** A chain that names no new slot for this long is not being followed. */
  private static final Duration SLOT_LIMIT = Duration.ofSeconds(10);

  private final ChainConnection connection;
  private final RelayIdentity identity;
  private final CachedDirectory directory;
  private final HeardSlots slots = new HeardSlots();
  private final ProgramFeed feed;
  private final SlotPoll slotPoll;
  private final BalanceProbe balance;
  private final PublicKey committer;
  private final Keypair receiptKey;
  private final SolanaLedger ledger;

  private SolanaChain(
      ChainConnection connection,
      ChainSettings settings,
      Keypair committer,
      Keypair receiptKey,
      MetricRegistry registry) {
    this.connection = connection;
    this.committer = committer.publicKey();
    this.receiptKey = receiptKey;
    var program = new PodProgram(settings.programId());
    var checks = new ChainChecks(connection.rpc(), program);
    var genesisHash = checks.genesisHash();
    checks.programIsDeployed();
    RelayAccount relay = checks.relay(settings.relay());
    ChainChecks.keysMatch(relay, committer.publicKey(), receiptKey.publicKey());
    checks.canPay(committer.publicKey(), "committer");
    slots.heard(relay.contextSlot());
    identity =
        new RelayIdentity(
            relay.address(),
            settings.programId(),
            genesisHash,
            receiptKey.publicKey(),
            relay.mergeDelaySlots());
    directory =
        new CachedDirectory(
            program,
            new AccountReader<>(connection.rpc(), program::party),
            new AccountReader<>(connection.rpc(), program::membership),
            Ticker.systemTicker(),
            registry);
    ledger = new SolanaLedger(connection.rpc(), connection.sender(), program, relay, committer);
    feed =
        new ProgramFeed(
            connection.pubSub(),
            program,
            directory,
            slots,
            connection.network().eventLoops().next(),
            Ticker.systemTicker());
    slotPoll =
        new SlotPoll(
            connection.rpc(),
            slots,
            registry.counter("chain.slot.errors"),
            connection.network().eventLoops().next());
    balance = BalanceProbe.start(connection, committer.publicKey(), "committer", registry);
    EndpointMetrics.measure(connection.pool(), registry);
    SenderMetrics.measure(connection.sender(), registry);
    registry.gauge("chain.feed.up", () -> (Gauge<Integer>) () -> feed.isUp() ? 1 : 0);
    Metrics.counted(registry, "chain.pubsub.connects", connection.pubSub()::connects);
    registry.gauge("chain.slot", () -> (Gauge<Long>) slots::slot);
    registry.gauge("chain.slot.age.ms", () -> (Gauge<Long>) () -> slots.age().toMillis());
  }

  /**
   * Connects, checks that the program and the relay are there and that the keys are the relay's,
   * and begins to follow the chain. Blocks.
   *
   * @throws ChainUnavailableException if no endpoint answers
   * @throws ChainSetupException if something is missing on chain; the message says what to do
   * @throws IOException if a key file can't be read
   */
  public static SolanaChain open(ChainSettings settings, MetricRegistry registry)
      throws IOException {
    Keypair committer = Keypair.load(settings.committerKey());
    Keypair receiptKey = Keypair.load(settings.receiptKey());
    var connection =
        new ChainConnection(
            new Endpoints(settings.rpc(), settings.webSocket(), settings.requestTimeout()),
            new SenderMetrics(registry));
    try {
      var chain = new SolanaChain(connection, settings, committer, receiptKey, registry);
      chain.feed.start();
      chain.slotPoll.start();
      return chain;
    } catch (ChainUnavailableException e) {
      connection.close();
      throw new ChainUnavailableException(
          "The chain at %s can't be asked: %s. Is it running?"
              .formatted(shown(settings.rpc()), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Scheme, host and port alone: the rest of an endpoint's address may be a secret. */
  private static String shown(List<URI> endpoints) {
    return endpoints.stream()
        .map(
            endpoint ->
                endpoint.getScheme()
                    + "://"
                    + endpoint.getHost()
                    + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public RelayIdentity identity() {
    return identity;
  }

  @Override
  public AgentDirectory agents() {
    return directory;
  }

  @Override
  public SlotClock slots() {
    return slots;
  }

  @Override
  public ReceiptSigner receiptSigner() {
    return message -> receiptKey.signNow(message).toBytes();
  }

  /** Who pays for commits. */
  public PublicKey committer() {
    return committer;
  }

  /** The relay's log, for anchoring. */
  public RelayLedger ledger() {
    return ledger;
  }

  /** Gives memory back: holds fewer accounts. */
  public void shrink() {
    directory.shrink();
  }

  /** Holds as many accounts as at first. */
  public void restore() {
    directory.restore();
  }

  /** The ways to the cluster, for those who send transactions of their own. */
  public ChainConnection connection() {
    return connection;
  }

  @Override
  public ChainStatus status() {
    Duration age = slots.age();
    return age.compareTo(SLOT_LIMIT) < 0
        ? new ChainStatus(true, "ok")
        : new ChainStatus(false, "no word of a new slot for %d seconds".formatted(age.toSeconds()));
  }

  @Override
  public void close() {
    feed.close();
    slotPoll.close();
    balance.close();
    connection.close();
  }
}
