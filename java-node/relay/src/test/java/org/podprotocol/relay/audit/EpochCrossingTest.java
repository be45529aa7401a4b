package org.podprotocol.relay.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.protocol.tree.Nodes;
import org.podprotocol.protocol.tree.Subtree;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.audit.Finding.Kind;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.CommitOutcome;
import org.podprotocol.relay.chain.LogAccount;
import org.podprotocol.relay.chain.LogReader;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;

/**
 * Audits that begin in one epoch and end in the next. The log's account is set to an epoch that is
 * nearly full; the program then takes its last commits, seals it and opens the next one.
 */
class EpochCrossingTest {

  /** Leaves of an epoch. */
  private static final long FULL = Chunk.MAX_EPOCH_SIZE;

  private static final int LAST = 300;
  private static final int NEXT = 40;

  /** Places in a RelayLog account (docs/protocol.md), after its discriminator. */
  private static final int PREVIOUS_ROOT = 8 + 64;

  private static final int FIRST_INDEX = 8 + 128;
  private static final int SIZE = 8 + 156;
  private static final int FRONTIER = 8 + 168;

  @TempDir static Path keys;
  private static TestCluster cluster;
  private static ChainConnection connection;
  private static LogReader reader;
  private static SolanaChain chain;
  private static PublicKey relay;
  private static AuditState before;

  @BeforeAll
  static void crossAnEpoch() throws Exception {
    cluster = TestCluster.start(keys, 50);
    connection = cluster.connect();
    reader = new LogReader(connection.rpc(), TestCluster.PROGRAM);
    relay = cluster.openRelay(1).address();
    chain = cluster.open(relay);
    var first = new LongTree(0, FULL - LAST);
    Frontier nearlyFull = Frontier.of(FULL - LAST, first);
    change(
        0,
        data -> {
          data.putInt(SIZE, (int) nearlyFull.size());
          data.put(FRONTIER, nearlyFull.toBytes());
        });
    before = new AuditState(relay.toBase58(), 0, nearlyFull, null);
    commit(0, first, FULL - LAST, FULL - 100);
    commit(0, first, FULL - 100, FULL);
    landed(chain.ledger().nextEpoch(0).join());
    commit(1, new LongTree(1, 0), 0, NEXT);
    Await.until(
        () -> "the next epoch's commit is final",
        () ->
            reader
                .logAccount(relay, 1, Commitment.FINALIZED)
                .filter(log -> log.size() == NEXT)
                .isPresent());
  }

  @AfterAll
  static void stop() {
    chain.close();
    connection.close();
    cluster.close();
  }

  @Test
  void anHonestRelayIsFoundCleanInBothEpochs() throws IOException {
    AuditReport report = audit(before, List.of());
    assertEquals(List.of(), report.findings());
    assertEquals(3, report.commits());
    assertEquals(LAST + NEXT, report.leaves());
    assertEquals(1, report.state().epoch());
    assertEquals(NEXT, report.state().frontier().size());
    AuditReport later = audit(report.state(), List.of());
    assertEquals(List.of(), later.findings());
    assertEquals(0, later.commits());
  }

  @Test
  void receiptsOfTheSealedEpochAreHeldToItsRoot() throws IOException {
    Hash kept = LongTree.leaf(0, FULL - 7);
    Hash inTheNext = LongTree.leaf(1, 3);
    AuditReport report =
        audit(
            null,
            receipts(body(FULL - 7, kept), body(FULL + 3, inTheNext), body(FULL - 8, Hash.ZERO)));
    assertEquals(2, report.receiptsKept());
    assertEquals(
        List.of(Kind.RECEIPT_BROKEN), report.findings().stream().map(Finding::kind).toList());
    assertEquals("root", report.findings().getFirst().evidence().get("pathTo"));
    assertEquals(FULL - 8, report.findings().getFirst().evidence().get("index"));
  }

  @Test
  void aNextEpochThatDoesNotGoOnFromTheSealedRootIsFound() throws Exception {
    LogAccount sealed = reader.logAccount(relay, 0, Commitment.FINALIZED).orElseThrow();
    assertNull(sealed.frontier());
    assertFoundWhen(data -> data.put(PREVIOUS_ROOT, new byte[32]));
    assertFoundWhen(data -> data.putLong(FIRST_INDEX, FULL - 1));
  }

  /** Changes the account of the next epoch, audits, and puts it back. */
  private static void assertFoundWhen(Change change) throws Exception {
    byte[] honest = change(1, change);
    try {
      List<Finding> findings = audit(before, List.of()).findings();
      assertEquals(List.of(Kind.LOG_REWRITTEN), findings.stream().map(Finding::kind).toList());
      assertTrue(
          findings
              .getFirst()
              .detail()
              .equals("The log of epoch 1 does not go on where that of epoch 0 ended."),
          findings.toString());
    } finally {
      change(1, data -> data.put(0, honest));
    }
  }

  @FunctionalInterface
  private interface Change {
    void to(ByteBuffer data);
  }

  /** Changes the data of an epoch's account; what they were. */
  private static byte[] change(int epoch, Change change) throws Exception {
    PublicKey log = chain.ledger().logAddress(epoch);
    Await.until(
        () -> "the log of epoch " + epoch,
        () -> reader.logAccount(relay, epoch, Commitment.FINALIZED).isPresent());
    var latest = ReadOptions.at(Commitment.CONFIRMED);
    byte[] data = connection.rpc().getAccountInfo(log, latest).join().value().orElseThrow().data();
    byte[] was = data.clone();
    change.to(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    cluster.setAccount(log, TestCluster.PROGRAM, data);
    return was;
  }

  private static void commit(int epoch, Nodes nodes, long start, long end) {
    landed(chain.ledger().commit(epoch, List.of(Chunk.of(start, end, nodes))).join());
  }

  private static void landed(CommitOutcome outcome) {
    assertInstanceOf(CommitOutcome.Landed.class, outcome, outcome.toString());
  }

  private static AuditReport audit(AuditState from, List<Receipt> receipts) throws IOException {
    RelayAccount account = reader.relay(relay).orElseThrow();
    assertEquals(1, account.epoch());
    return new Auditor(reader, new Tiles(), TestCluster.PROGRAM).audit(account, from, receipts);
  }

  private static ReceiptBody body(long index, Hash leaf) {
    return new ReceiptBody(
        Address.of(relay.toByteArray()), index, Hash.of(new byte[32]), leaf, 0, 1, 0);
  }

  private static List<Receipt> receipts(ReceiptBody... bodies) {
    var domain =
        new Domain(
            Address.of(chain.identity().genesisHash().toByteArray()),
            Address.of(TestCluster.PROGRAM.toByteArray()));
    return ReceiptGroup.sign(
        List.of(bodies), domain, SigningKey.ofKeypair(cluster.receiptKey().toSecretKey()));
  }

  /** What an honest relay publishes; it has no checkpoints. */
  private static final class Tiles implements TileSource {
    @Override
    public byte[] tile(int epoch, int level, long n, int width) {
      var tree = new LongTree(epoch, epoch == 0 ? FULL - LAST : 0);
      ByteBuffer tile = ByteBuffer.allocate(width * Hash.LENGTH);
      for (int i = 0; i < width; i++) {
        tile.put(tree.root(new Subtree((n * 256 + i) << 8 * level, 8 * level)).toBytes());
      }
      return tile.array();
    }

    @Override
    public Optional<String> checkpoint(int epoch) {
      return Optional.empty();
    }
  }

  /**
   * A tree of any size without its leaves: the first {@code alike} are all the same, so that their
   * subtrees are known by level; the others differ.
   */
  private record LongTree(int epoch, long alike) implements Nodes {
    private static final Hash[] SAME = new Hash[Frontier.LEVELS];

    static {
      SAME[0] = Sha256.of("the same".getBytes(StandardCharsets.UTF_8));
      for (int level = 1; level < SAME.length; level++) {
        SAME[level] = Sha256.node(SAME[level - 1], SAME[level - 1]);
      }
    }

    static Hash leaf(int epoch, long index) {
      return Sha256.of((epoch + ":" + index).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Hash root(Subtree part) {
      if (part.end() <= alike) {
        return SAME[part.level()];
      }
      if (part.level() == 0) {
        return leaf(epoch, part.start());
      }
      long middle = part.start() + part.size() / 2;
      return Sha256.node(
          root(new Subtree(part.start(), part.level() - 1)),
          root(new Subtree(middle, part.level() - 1)));
    }
  }
}
