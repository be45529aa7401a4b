package org.podprotocol.relay.process;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.tree.TreeInMemory;
import org.podprotocol.relay.chain.RelayLedger;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.DataFolder;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.OpenJournal;
import org.podprotocol.relay.journal.ReceiptIssuer;
import org.podprotocol.relay.journal.SqliteJournal;
import org.podprotocol.relay.journal.StoredMessage;

/**
 * A relay's process under load is killed (SIGKILL) at a random moment and started again, many
 * times. After each start, what was not answered is sent again and the recipient reads on; at the
 * end every receipt is compared with the journal, and the journal with the chain.
 */
public final class CrashRounds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SigningKey SENDER = Messages.key("crash sender");
  private static final SigningKey RECIPIENT = Messages.key("crash recipient");
  private static final int LEAST_MS = 50;
  private static final int SPREAD_MS = 550;
  private static final int LOOKS = 6000;

  private final Path folder;
  private final int rounds;
  private final long seed;
  private final Consumer<String> progress;
  private final CrashLedger receipts = new CrashLedger();

  /**
   * @param folder for keys and the relay's data
   * @param rounds kills
   * @param seed of their moments
   * @param progress hears a line after each round
   */
  CrashRounds(Path folder, int rounds, long seed, Consumer<String> progress) {
    this.folder = folder;
    this.rounds = rounds;
    this.seed = seed;
    this.progress = progress;
  }

  /** {@code CrashRounds FOLDER ROUNDS SEED}; the report is the last line of standard output. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    var rounds =
        new CrashRounds(
            folder,
            Integer.parseInt(arguments[1]),
            Long.parseLong(arguments[2]),
            System.err::println);
    CrashReport report = rounds.run();
    System.out.println(report.json());
    System.exit(report.lost() == 0 && report.anchoredTwice() == 0 ? 0 : 1);
  }

  /**
   * Runs them all.
   *
   * @throws IllegalStateException if a receipt is not for its message, two messages have one index,
   *     or one is delivered wrongly
   */
  CrashReport run() throws Exception {
    var random = new Random(seed);
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = cluster.openRelay(1).address();
      Address sender = register(cluster, "sender", SENDER);
      Address recipient = register(cluster, "recipient", RECIPIENT);
      CrashSender load = null;
      CrashReader reader = null;
      for (int round = 1; round <= rounds + 1; round++) {
        long began = System.nanoTime();
        try (RelayProcess process = start(cluster, relay)) {
          if (load == null || reader == null) {
            Domain domain = domain(process);
            load = new CrashSender(domain, sender, SENDER, recipient, receipts);
            reader = new CrashReader(domain, recipient, RECIPIENT, receipts);
          }
          load.sendAgain(process.url());
          reader.catchUp(process.url());
          if (round <= rounds) {
            int after = LEAST_MS + random.nextInt(SPREAD_MS);
            Thread killer = killer(process, System.nanoTime() + after * 1_000_000L);
            load.sendUntilCut(process.url());
            killer.join();
            progress.accept(
                "round %d of %d (seed %d): killed after %d ms of load; %d accepted, %d delivered, %d ms"
                    .formatted(
                        round,
                        rounds,
                        seed,
                        after,
                        receipts.accepted(),
                        reader.taken(),
                        (System.nanoTime() - began) / 1_000_000));
          } else {
            awaitAnchored(process);
            if (process.stop() != 0) {
              throw new IllegalStateException("the relay did not stop well: " + process.log());
            }
          }
        }
      }
      return compare(cluster, relay, domainOf(cluster, relay));
    }
  }

  private static Address register(TestCluster cluster, String name, SigningKey key) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(key.address().toBytes())).toByteArray());
  }

  private RelayProcess start(TestCluster cluster, PublicKey relay) throws Exception {
    return RelayProcess.start(
        cluster,
        relay,
        folder.resolve("relay"),
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
        List.of("chain.commit-interval=100ms"));
  }

  private static Domain domain(RelayProcess process) throws Exception {
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    return new Domain(
        Address.parse(about.get("genesisHash").asText()),
        Address.parse(about.get("program").asText()));
  }

  private static Domain domainOf(TestCluster cluster, PublicKey relay) throws IOException {
    try (var chain = cluster.open(relay)) {
      return new Domain(
          Address.of(chain.identity().genesisHash().toByteArray()),
          Address.of(chain.identity().programId().toByteArray()));
    }
  }

  private static Thread killer(RelayProcess process, long atNanos) {
    return Thread.ofPlatform()
        .start(
            () -> {
              while (System.nanoTime() < atNanos) {
                LockSupport.parkNanos(100_000);
              }
              try {
                process.kill();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void awaitAnchored(RelayProcess process) throws Exception {
    int looks = 0;
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    while (about.get("anchored").asLong() < about.get("size").asLong()) {
      if (looks++ > LOOKS) {
        throw new IllegalStateException("not all is anchored: " + about + process.log());
      }
      LockSupport.parkNanos(20_000_000);
      about = JSON.readTree(process.get("/v1/relay"));
    }
  }

  private CrashReport compare(TestCluster cluster, PublicKey relay, Domain domain)
      throws Exception {
    var issuer =
        new ReceiptIssuer(domain, Address.of(relay.toByteArray()), 1_500, RECIPIENT, () -> 0);
    try (var chain = cluster.open(relay);
        DataFolder data = DataFolder.open(folder.resolve("relay/data"));
        var journal =
            SqliteJournal.open(
                data,
                OpenJournal.settings(2, 100),
                issuer,
                Clock.systemUTC(),
                new MetricRegistry())) {
      List<Hash> log = leaves(journal);
      // What the chain holds is this log, in this order: otherwise its root is another.
      var onChain = chain.ledger().log(RelayLedger.Finality.CONFIRMED);
      var tree = new TreeInMemory();
      log.forEach(tree::append);
      if (onChain.size() != log.size() || !tree.root().equals(root(onChain.peaks()))) {
        throw new IllegalStateException(
            "the chain has another log: " + onChain.size() + " messages, not " + log.size());
      }
      long twice = log.size() - new HashSet<>(log).size();
      return new CrashReport(rounds, receipts.accepted(), receipts.lost(log), twice, seed);
    }
  }

  private static List<Hash> leaves(SqliteJournal journal) throws Exception {
    List<Hash> log = new ArrayList<>();
    for (long from = 0; from < journal.size(); from += 500) {
      for (StoredMessage message : OpenJournal.await(journal.range(from, from + 500))) {
        if (message.index() != log.size()) {
          throw new IllegalStateException("the journal has no message at " + log.size());
        }
        log.add(message.envelope().leafHash());
      }
    }
    return log;
  }

  /** The root of a tree by its peaks, largest first. */
  private static Hash root(List<byte[]> peaks) {
    Hash root = Hash.of(peaks.getLast());
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Sha256.node(Hash.of(peaks.get(i)), root);
    }
    return root;
  }
}
