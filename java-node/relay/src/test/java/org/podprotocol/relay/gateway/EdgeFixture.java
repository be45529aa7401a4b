package org.podprotocol.relay.gateway;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.admission.Admission;
import org.podprotocol.relay.admission.PolicyProgram;
import org.podprotocol.relay.admission.SignatureChecks;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.AgentView;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.chain.RelayIdentity;
import org.podprotocol.relay.config.AdmissionSettings;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.content.Content;
import org.podprotocol.relay.delivery.Delivery;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.OpenJournal;
import org.podprotocol.relay.observe.Health;
import org.podprotocol.relay.observe.alerts.AlertWatch;
import org.podprotocol.relay.observe.memory.MemoryWatch;

/**
 * The edge on real sockets and a real journal; the chain is a map, so that it can change and fail
 * at will.
 */
final class EdgeFixture implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final Chain chain = new Chain();
  final MetricRegistry metrics = new MetricRegistry();
  final Health health = new Health();
  final Messages messages = new Messages();
  private final OpenJournal journal;
  private final Content content;
  private final SignatureChecks signatures;
  private final Gateway gateway;
  private final PolicyProgram policy;
  private final MemoryWatch memory;
  private final AlertWatch alerts;
  volatile boolean drained;

  EdgeFixture(Path folder, Map<String, String> settings) throws Exception {
    var all = new HashMap<String, String>();
    all.put("chain.program", Messages.DOMAIN.programId().toString());
    all.put("chain.relay", Messages.RELAY.toString());
    all.put("listen.port", "0");
    all.putAll(settings);
    RelayConfig config = ConfigFile.read(Optional.empty(), Map.of(), all);
    gateway = Gateway.bind(config.listen(), config.limits());
    journal = OpenJournal.at(folder, Clock.systemUTC(), config.journal());
    signatures = new SignatureChecks(2, config.admission().queue(), 2);
    content =
        Content.open(
            folder.resolve("content"),
            config.content(),
            journal.journal(),
            Clock.systemUTC(),
            metrics);
    memory = MemoryWatch.none(metrics);
    alerts = new AlertWatch(List.of(), List.of(), metrics, Clock.systemUTC(), "relay");
    AdmissionSettings rules = config.admission();
    policy =
        rules.policyProgram().isEmpty()
            ? null
            : PolicyProgram.start(rules.policyProgram().get(), rules.policyTimeout(), metrics);
    var admission =
        new Admission(
            Messages.DOMAIN,
            config.admission(),
            chain,
            journal.journal(),
            content,
            signatures,
            policy,
            memory,
            Clock.systemUTC(),
            metrics);
    var identity =
        new RelayIdentity(
            key(Messages.RELAY),
            key(Messages.DOMAIN.programId()),
            key(Messages.DOMAIN.genesisHash()),
            key(OpenJournal.RECEIPT_KEY.address()),
            OpenJournal.MERGE_DELAY);
    gateway.open(
        new Services(
            identity,
            admission,
            signatures,
            journal.journal(),
            new Delivery(journal.journal(), metrics),
            content,
            index -> CompletableFuture.completedFuture(Optional.empty()),
            index -> CompletableFuture.completedFuture(Optional.empty()),
            new Explorer(Optional.empty()),
            new NoLog(),
            Optional.empty(),
            Optional.empty(),
            chain,
            health,
            new Services.Watches(memory, alerts),
            () -> drained = true,
            metrics,
            Clock.systemUTC(),
            config.limits(),
            config.login(),
            config.listen().publicOrigins(),
            config.listen().corsOrigins(),
            config.admission().timestampWindow().toMillis(),
            "test"));
    health.process(Health.State.READY);
  }

  private static PublicKey key(Address address) {
    return new PublicKey(address.toBytes());
  }

  Journal journal() {
    return journal.journal();
  }

  Gateway gateway() {
    return gateway;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** A message of now. */
  Envelope envelope(String from, String to, byte[] content) {
    return messages.envelope(from, to, content, System.currentTimeMillis());
  }

  HttpResponse<String> postMessage(String from, String to, byte[] content)
      throws IOException, InterruptedException {
    return post("/v1/messages", Messages.body(envelope(from, to, content), content));
  }

  static String frame(String ref, Envelope envelope, byte[] content) throws IOException {
    var text = new StringWriter();
    try (var out = JSON.getFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("type", "send");
      out.writeStringField("ref", ref);
      Messages.write(envelope, content, out);
      out.writeEndObject();
    }
    return text.toString();
  }

  /** The login of an agent, for a challenge. */
  String login(String name, JsonNode challenge, String type) throws Exception {
    SigningKey key = chain.key(name);
    var login =
        new Login(
            Messages.RELAY,
            Messages.address(name),
            key.address(),
            Hash.parse(challenge.get("challenge").asText()),
            challenge.get("expiresAtMs").asLong(),
            "http://127.0.0.1:" + gateway.port());
    var members =
        JSON.createObjectNode()
            .put("agent", login.agent().toString())
            .put("signer", key.address().toString())
            .put("challenge", login.challenge().toString())
            .put("expiresAtMs", login.expiresAtMs())
            .put("origin", login.origin())
            .put("signature", login.sign(Messages.DOMAIN, key).toString());
    if (type != null) {
      members.put("type", type);
    }
    return members.toString();
  }

  /** Logs in over HTTP; the Authorization header. */
  String[] bearer(String name) throws Exception {
    JsonNode challenge =
        JSON.readTree(
            post("/v1/login/challenge", "{\"agent\":\"" + Messages.address(name) + "\"}").body());
    JsonNode opened = JSON.readTree(post("/v1/login", login(name, challenge, null)).body());
    return new String[] {"Authorization", "Bearer " + opened.get("token").asText()};
  }

  @Override
  public void close() {
    alerts.close();
    memory.close();
    gateway.stopAccepting();
    gateway.close();
    signatures.close();
    if (policy != null) {
      policy.close();
    }
    content.close();
    journal.close();
  }

  /** A log of which nothing is anchored. */
  private static final class NoLog implements org.podprotocol.relay.anchoring.PublishedLog {
    @Override
    public int epoch() {
      return 0;
    }

    @Override
    public Optional<byte[]> tile(int epoch, int level, long n, int width) {
      return Optional.empty();
    }

    @Override
    public Optional<String> checkpoint(int epoch) {
      return Optional.empty();
    }

    @Override
    public String verifierKey(int epoch) {
      return "none";
    }
  }

  /** Agents and channels by address. */
  static final class Chain implements AgentDirectory {
    private final Map<PublicKey, AgentView> agents = new ConcurrentHashMap<>();
    private final Map<PublicKey, RecipientKind> channels = new ConcurrentHashMap<>();
    private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
    private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();
    private final List<ReadersListener> readersListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> gapListeners = new CopyOnWriteArrayList<>();
    private final Set<PublicKey> outsiders = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    void agents(String... names) {
      for (String name : names) {
        set(name, Messages.key(name), false);
      }
    }

    void channel(String name, RecipientKind kind) {
      channels.put(EdgeFixture.key(Messages.address(name)), kind);
    }

    void set(String name, SigningKey key, boolean closed) {
      PublicKey address = EdgeFixture.key(Messages.address(name));
      PublicKey signer = EdgeFixture.key(key.address());
      var view = new AgentView(address, address, signer, 1, closed, 1);
      keys.put(name, key);
      agents.put(address, view);
      listeners.forEach(listener -> listener.changed(view));
    }

    SigningKey key(String name) {
      return keys.get(name);
    }

    void down(boolean isDown) {
      down = isDown;
    }

    @Override
    public CompletionStage<Optional<AgentView>> agent(PublicKey address) {
      return down
          ? unavailable()
          : CompletableFuture.completedFuture(Optional.ofNullable(agents.get(address)));
    }

    @Override
    public CompletionStage<Optional<RecipientKind>> recipient(PublicKey address) {
      if (down) {
        return unavailable();
      }
      AgentView agent = agents.get(address);
      return CompletableFuture.completedFuture(
          agent != null && !agent.closed()
              ? Optional.of(RecipientKind.AGENT)
              : Optional.ofNullable(channels.get(address)));
    }

    private static <T> CompletionStage<T> unavailable() {
      return CompletableFuture.failedFuture(new ChainUnavailableException("no endpoint answers"));
    }

    @Override
    public CompletionStage<Boolean> isMember(PublicKey channel, PublicKey agent) {
      return down ? unavailable() : CompletableFuture.completedFuture(!outsiders.contains(agent));
    }

    /** Ends the agent's memberships; by default everybody is a member of every channel. */
    void leave(String name, String channel) {
      PublicKey agent = EdgeFixture.key(Messages.address(name));
      outsiders.add(agent);
      readersListeners.forEach(
          listener -> listener.changed(EdgeFixture.key(Messages.address(channel)), agent));
    }

    @Override
    public void onReadersChanged(ReadersListener listener) {
      readersListeners.add(listener);
    }

    @Override
    public void onGap(Runnable listener) {
      gapListeners.add(listener);
    }

    @Override
    public void onAgentChanged(AgentListener listener) {
      listeners.add(listener);
    }
  }
}
