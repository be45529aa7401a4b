package org.podprotocol.relay.chain;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.config.ChainSettings;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.local.LocalChain;

/** A local chain with the program on it, and the keys of a relay that is not opened yet. */
public final class TestCluster implements AutoCloseable {

  /** Where the program is deployed. */
  public static final PublicKey PROGRAM =
      new PublicKey("podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ");

  private final LocalChain chain;
  private final Keypair committer;
  private final Path committerFile;
  private final Path receiptFile;
  private final Keypair receiptKey;

  private TestCluster(Path folder, int slotMs, boolean deploy, List<String> more)
      throws IOException {
    committer = Keypair.generate();
    receiptKey = Keypair.generate();
    committerFile = folder.resolve("committer.json");
    receiptFile = folder.resolve("receipt.json");
    committer.save(committerFile);
    receiptKey.save(receiptFile);
    var arguments =
        new ArrayList<>(
            List.of(
                "--slot-ms",
                Integer.toString(slotMs),
                "--airdrop",
                committer.publicKey().toBase58() + "=1000"));
    if (deploy) {
      arguments.addAll(List.of("--program", PROGRAM.toBase58() + "=" + programFile()));
    }
    arguments.addAll(more);
    chain = LocalChain.start(arguments);
  }

  /** Starts a chain with the program; keys go into {@code folder}. */
  public static TestCluster start(Path folder, int slotMs) throws IOException {
    return new TestCluster(folder, slotMs, true, List.of());
  }

  /** The same with Light's programs, trees and queues. */
  public static TestCluster startWithLight(Path folder, int slotMs) throws IOException {
    return new TestCluster(
        folder, slotMs, true, List.of("--light", LocalChain.lightFolder().toString()));
  }

  /** Starts a chain that does not have the program. */
  public static TestCluster startWithoutProgram(Path folder) throws IOException {
    return new TestCluster(folder, 50, false, List.of());
  }

  /** The built program: system property {@code pod.program.so}, or where the build puts it. */
  public static Path programFile() {
    String property = System.getProperty("pod.program.so");
    Path file =
        property == null
            ? LocalChain.repositoryRoot().resolve("target/deploy/pod_protocol.so")
            : Path.of(property);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is missing: build the program first");
    }
    return file.toAbsolutePath();
  }

  public URI rpcUrl() {
    return chain.rpcUrl();
  }

  /** The committer, which also opens the relay and holds 1,000 SOL. */
  public Keypair committer() {
    return committer;
  }

  /** The key that signs receipts. */
  public Keypair receiptKey() {
    return receiptKey;
  }

  public ChainConnection connect() {
    return new ChainConnection(List.of(chain.rpcUrl()), Duration.ofSeconds(10));
  }

  /** Terms of relay number {@code id} with this cluster's keys. */
  public RelayTerms terms(int id) {
    return terms(id, "http://127.0.0.1:8080");
  }

  private RelayTerms terms(int id, String endpoint) {
    return new RelayTerms(id, committer.publicKey(), receiptKey.publicKey(), 1_500, endpoint);
  }

  /** Opens relay number {@code id}. */
  public RelayAccount openRelay(int id) {
    return open(terms(id));
  }

  /** Opens relay number {@code id}, to be found at this endpoint. */
  public RelayAccount openRelay(int id, String endpoint) {
    return open(terms(id, endpoint));
  }

  private RelayAccount open(RelayTerms terms) {
    try (ChainConnection connection = connect()) {
      return new RelayOpening(connection, PROGRAM).open(committer, terms);
    }
  }

  public ChainSettings settings(PublicKey relay) {
    return new ChainSettings(
        List.of(chain.rpcUrl()),
        List.of(chain.wsUrl()),
        PROGRAM,
        relay,
        committerFile,
        receiptFile,
        Duration.ofMillis(100),
        0,
        Duration.ofSeconds(10));
  }

  public SolanaChain open(PublicKey relay) throws IOException {
    return SolanaChain.open(settings(relay), new MetricRegistry());
  }

  /** Sets an account, as no transaction could. */
  public void setAccount(PublicKey address, PublicKey owner, byte[] data) throws IOException {
    var json = new ObjectMapper();
    ObjectNode request =
        json.createObjectNode()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "surfnet_setAccount");
    request
        .putArray("params")
        .add(address.toBase58())
        .addObject()
        .put("lamports", 1_000_000_000L)
        .put("owner", owner.toBase58())
        .put("data", HexFormat.of().formatHex(data));
    HttpRequest post =
        HttpRequest.newBuilder(chain.rpcUrl())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode answer = json.readTree(http.send(post, BodyHandlers.ofByteArray()).body());
      if (!answer.has("result")) {
        throw new IOException("the chain did not set " + address + ": " + answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
