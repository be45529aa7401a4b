package org.podprotocol.relay;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.Signer;
import org.podprotocol.relay.admission.Admission;
import org.podprotocol.relay.admission.PolicyProgram;
import org.podprotocol.relay.admission.SignatureChecks;
import org.podprotocol.relay.anchoring.AnchoringSettings;
import org.podprotocol.relay.anchoring.CheckpointSigner;
import org.podprotocol.relay.anchoring.LogAnchoring;
import org.podprotocol.relay.chain.BalanceProbe;
import org.podprotocol.relay.chain.ReceiptSigner;
import org.podprotocol.relay.chain.RelayIdentity;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.chain.hosted.HostedAgents;
import org.podprotocol.relay.compressed.CompressedLeaves;
import org.podprotocol.relay.config.AdmissionSettings;
import org.podprotocol.relay.config.AlertSettings;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.HostingSettings;
import org.podprotocol.relay.config.MemorySettings;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.content.Content;
import org.podprotocol.relay.delivery.Delivery;
import org.podprotocol.relay.gateway.Explorer;
import org.podprotocol.relay.gateway.Gateway;
import org.podprotocol.relay.gateway.Services;
import org.podprotocol.relay.journal.DataFolder;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.JournalOpenException;
import org.podprotocol.relay.journal.ReceiptIssuer;
import org.podprotocol.relay.journal.Retention;
import org.podprotocol.relay.journal.SqliteJournal;
import org.podprotocol.relay.journal.Synchronous;
import org.podprotocol.relay.observe.Health;
import org.podprotocol.relay.observe.Health.Part;
import org.podprotocol.relay.observe.Health.State;
import org.podprotocol.relay.observe.Logging;
import org.podprotocol.relay.observe.Metrics;
import org.podprotocol.relay.observe.ProcessMetrics;
import org.podprotocol.relay.observe.alerts.AlertReceivers;
import org.podprotocol.relay.observe.alerts.AlertWatch;
import org.podprotocol.relay.observe.alerts.Rule;
import org.podprotocol.relay.observe.alerts.RuleBook;
import org.podprotocol.relay.observe.memory.MemoryUse;
import org.podprotocol.relay.observe.memory.MemoryWatch;
import org.podprotocol.relay.observe.memory.Trimmable;
import org.podprotocol.solana.keys.Keypair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running relay: the one place where its parts are made and know of each other. */
public final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  private static final int LEAST_TOKEN = 24;

  private final Deque<Step> opened = new ArrayDeque<>();
  private final Health health = new Health();
  private final MetricRegistry metrics = new Metrics();
  private final Gateway gateway;
  private final Drain drain;
  private final Admission admission;
  private final RelayIdentity identity;

  private Relay(RelayConfig config, String version, Synchronous synchronous)
      throws IOException, JournalOpenException {
    // The order of the checks is that of what costs least to find out.
    gateway = Gateway.bind(config.listen(), config.limits());
    drain = new Drain(health, gateway, config.listen().drain());
    opened.push(new Step("connections", gateway::close));
    try {
      DataFolder folder = DataFolder.open(config.dataFolder());
      opened.push(new Step("data folder", folder::close));
      SolanaChain chain = SolanaChain.open(config.chain(), metrics);
      opened.push(new Step("chain", chain::close));
      identity = chain.identity();
      Clock clock = Clock.systemUTC();
      Domain domain = new Domain(address(identity.genesisHash()), address(identity.programId()));
      SqliteJournal journal = openJournal(config, folder, chain, domain, clock, synchronous);
      opened.push(new Step("journal", journal::close));
      var retention =
          new Retention(
              journal, config.retention(), clock, config.admission().timestampWindow().toMillis());
      opened.push(new Step("retention", retention::close));
      LogAnchoring anchoring = openAnchoring(config, folder, chain, journal);
      opened.push(new Step("anchoring", anchoring::close));
      Content content =
          Content.open(folder.path().resolve("content"), config.content(), journal, clock, metrics);
      opened.push(new Step("content", content::close));
      PolicyProgram policyProgram = startPolicy(config.admission());
      var signatures =
          new SignatureChecks(
              config.admission().verifiers(),
              config.admission().queue(),
              config.admission().preparedKeys());
      opened.push(new Step("signature checks", signatures::close));
      metrics.gauge("admission.queue", () -> (Gauge<Integer>) signatures::queued);
      MemoryWatch memory = watchMemory(config.memory(), content, signatures, chain);
      opened.push(new Step("memory watch", memory::close));
      AlertWatch alerts = watchRules(config.alerts(), clock);
      admission =
          new Admission(
              domain,
              config.admission(),
              chain.agents(),
              journal,
              content,
              signatures,
              policyProgram,
              memory,
              clock,
              metrics);
      var delivery = new Delivery(journal, metrics);
      watch(chain, journal, anchoring);
      ProcessMetrics.register(metrics);
      gateway.open(
          new Services(
              identity,
              admission,
              signatures,
              journal,
              delivery,
              content,
              anchoring.proofs(),
              anchoring.chainProofs(),
              Explorer.of(config.listen().explorer(), identity.genesisHash()),
              anchoring.published(new CheckpointSigner(identity, chain.receiptSigner())),
              hosting(config, chain, folder, clock),
              compressed(config, folder, chain),
              chain.agents(),
              health,
              new Services.Watches(memory, alerts),
              drain::begin,
              metrics,
              clock,
              config.limits(),
              config.login(),
              config.listen().publicOrigins(),
              config.listen().corsOrigins(),
              config.admission().timestampWindow().toMillis(),
              version));
      retention.start();
      memory.start();
      alerts.start();
      opened.push(new Step("listeners", gateway::stopAccepting));
      health.process(State.READY);
    } catch (IOException | JournalOpenException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a relay. Blocks until it answers.
   *
   * @throws IOException if a port, a key or a certificate can't be had
   * @throws JournalOpenException if the data folder can't be used
   * @throws org.podprotocol.relay.chain.ChainUnavailableException if the chain can't be asked
   * @throws org.podprotocol.relay.chain.ChainSetupException if program, relay or keys are not right
   *     on chain
   * @throws org.podprotocol.relay.anchoring.JournalBehindChainException if the chain has what the
   *     journal has not
   */
  public static Relay start(RelayConfig config, String version)
      throws IOException, JournalOpenException {
    return start(config, version, Synchronous.FULL);
  }

  static Relay start(RelayConfig config, String version, Synchronous synchronous)
      throws IOException, JournalOpenException {
    var relay = new Relay(config, version, synchronous);
    long sinceStartMs = ProcessMetrics.sinceStartMs();
    relay.metrics.gauge("process.start.ms", () -> (Gauge<Long>) () -> sinceStartMs);
    log.info(
        "Relay {} answers at {}://{}:{} after {} ms.",
        relay.identity.relay(),
        config.listen().tls().isPresent() ? "https" : "http",
        config.listen().address(),
        relay.port(),
        sinceStartMs);
    return relay;
  }

  private SqliteJournal openJournal(
      RelayConfig config,
      DataFolder folder,
      SolanaChain chain,
      Domain domain,
      Clock clock,
      Synchronous synchronous)
      throws JournalOpenException {
    RelayIdentity identity = chain.identity();
    var issuer =
        new ReceiptIssuer(
            domain,
            address(identity.relay()),
            identity.mergeDelaySlots(),
            new ReceiptKey(address(identity.receiptKey()), chain.receiptSigner()),
            chain.slots()::slot);
    return SqliteJournal.open(folder, config.journal(), issuer, clock, metrics, synchronous);
  }

  private @Nullable PolicyProgram startPolicy(AdmissionSettings settings) throws IOException {
    if (settings.policyProgram().isEmpty()) {
      return null;
    }
    var program =
        PolicyProgram.start(settings.policyProgram().get(), settings.policyTimeout(), metrics);
    opened.push(new Step("policy program", program::close));
    return program;
  }

  private LogAnchoring openAnchoring(
      RelayConfig config, DataFolder folder, SolanaChain chain, Journal journal)
      throws IOException {
    var settings =
        AnchoringSettings.of(
            folder.path().resolve("tree"),
            config.chain().commitInterval(),
            config.chain().hourlyBudgetLamports());
    var anchoring = new LogAnchoring(journal, chain.ledger(), settings, metrics);
    try {
      anchoring.start();
      return anchoring;
    } catch (RuntimeException e) {
      anchoring.close();
      throw e;
    }
  }

  private Optional<Services.Hosting> hosting(
      RelayConfig config, SolanaChain chain, DataFolder folder, Clock clock) throws IOException {
    if (config.hosting().isEmpty()) {
      return Optional.empty();
    }
    HostingSettings settings = config.hosting().get();
    String token = Files.readString(settings.tokenFile()).strip();
    if (token.length() < LEAST_TOKEN) {
      throw new IOException(
          "The token in "
              + settings.tokenFile()
              + " is shorter than "
              + LEAST_TOKEN
              + " characters.");
    }
    Keypair key = Keypair.load(settings.key());
    var agents =
        new HostedAgents(
            chain.connection(),
            config.chain().programId(),
            key,
            folder.path().resolve("operations.db"),
            clock,
            metrics);
    opened.push(new Step("hosted agents", agents::close));
    var balance = BalanceProbe.start(chain.connection(), key.publicKey(), "hosting", metrics);
    opened.push(new Step("hosting balance", balance::close));
    return Optional.of(new Services.Hosting(agents, token));
  }

  private Optional<CompressedLeaves> compressed(
      RelayConfig config, DataFolder folder, SolanaChain chain) throws IOException {
    if (config.compressed().queues().isEmpty()) {
      return Optional.empty();
    }
    var leaves =
        CompressedLeaves.open(
            folder.path(),
            config.compressed(),
            chain.connection(),
            config.chain().programId(),
            metrics);
    opened.push(new Step("compressed leaves", leaves::close));
    return Optional.of(leaves);
  }

  /** The caches in the order of what it costs to do without them. */
  private MemoryWatch watchMemory(
      MemorySettings settings, Content content, SignatureChecks signatures, SolanaChain chain) {
    MemoryUse use = MemoryUse.ofThisProcess();
    var memory =
        new MemoryWatch(
            settings.limit().orElse(MemoryWatch.limitFor(use.heapMaxBytes())),
            use,
            List.of(
                new Trimmable("content", content::shrink, content::restore),
                new Trimmable("signature-keys", signatures::shrink, signatures::restore),
                new Trimmable("accounts", chain::shrink, chain::restore)),
            metrics);
    health.part("memory", () -> memory.exhausted() ? Part.notReady(memory.reason()) : Part.OK);
    return memory;
  }

  private AlertWatch watchRules(AlertSettings settings, Clock clock) throws IOException {
    List<Rule> rules;
    try {
      rules = RuleBook.of(settings);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
    var receivers = new AlertReceivers(settings, clock);
    opened.push(new Step("alert receivers", receivers::close));
    var alerts =
        new AlertWatch(rules, receivers.all(), metrics, clock, identity.relay().toBase58());
    opened.push(new Step("alerts", alerts::close));
    return alerts;
  }

  private void watch(SolanaChain chain, Journal journal, LogAnchoring anchoring) {
    health.part(
        "journal",
        () -> {
          var status = journal.status();
          return status.accepting() ? Part.OK : Part.notReady(status.detail());
        });
    health.part(
        "chain", () -> chain.status().ready() ? Part.OK : Part.notReady(chain.status().detail()));
    health.part(
        "anchoring",
        () -> anchoring.status().healthy() ? Part.OK : Part.notReady(anchoring.status().detail()));
    metrics.gauge("relay.ready", () -> (Gauge<Integer>) () -> health.ready() ? 1 : 0);
    for (String part : new String[] {"journal", "chain", "anchoring", "memory"}) {
      metrics.gauge(
          "relay.part.ready{part=" + part + "}",
          () -> (Gauge<Integer>) () -> health.part(part).state() == State.READY ? 1 : 0);
    }
    metrics.gauge("journal.messages", () -> (Gauge<Long>) journal::size);
    metrics.gauge("journal.queue", () -> (Gauge<Integer>) () -> journal.status().queued());
  }

  /** Port of the API. */
  public int port() {
    return gateway.port();
  }

  public Health health() {
    return health;
  }

  public MetricRegistry metrics() {
    return metrics;
  }

  /**
   * Whether its parts tell their state, none has failed for good, and connections are served, all
   * within that time. Blocks no longer than about that.
   */
  public boolean responds(Duration within) {
    return health.alive() && gateway.responds(within);
  }

  /** Takes over what of a changed configuration a running relay may change. */
  public void reload(RelayConfig changed) {
    Logging.level(changed.log().level());
    admission.reload(changed.admission());
    gateway.reload(changed.limits(), changed.listen().corsOrigins());
    log.info("The configuration was read again.");
  }

  /**
   * Sends clients away while it still serves them. Completes when the relay may be stopped; so does
   * {@link #drained} when somebody else began it.
   */
  public CompletableFuture<Void> drain() {
    drain.begin();
    return drain.done();
  }

  /** Completes when the relay was drained. */
  public CompletableFuture<Void> drained() {
    return drain.done();
  }

  /**
   * Stops in the order that loses nothing: no new connections; what is under way is checked, made
   * durable and answered; a commit under way is waited for; then journal, connections and chain are
   * closed. Each step is bounded. Idempotent.
   */
  @Override
  public void close() {
    health.process(State.SHUTTING_DOWN);
    while (!opened.isEmpty()) {
      Step step = opened.pop();
      try {
        step.close.run();
        log.debug("Closed: {}", step.name);
      } catch (RuntimeException e) {
        log.error("The {} did not close.", step.name, e);
      }
    }
  }

  private static Address address(org.p2p.solanaj.core.PublicKey key) {
    return Address.of(key.toByteArray());
  }

  private record Step(String name, Runnable close) {}

  /** The receipt key, as the journal wants it. */
  private record ReceiptKey(Address address, ReceiptSigner signer) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return signer.sign(message);
    }
  }
}
