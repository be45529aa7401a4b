package org.podprotocol.relay.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.instructions.SealRelay;
import org.podprotocol.bindings.instructions.UpdateRelay;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.relay.anchoring.AnchoringSettings;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.anchoring.CheckpointSigner;
import org.podprotocol.relay.anchoring.LogAnchoring;
import org.podprotocol.relay.anchoring.MemoryJournal;
import org.podprotocol.relay.anchoring.PublishedLog;
import org.podprotocol.relay.audit.Finding.Kind;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.LogReader;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.relay.chain.RelayIdentity;
import org.podprotocol.relay.chain.SolanaChain;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

/** Audits of a real log on a local chain, by relays that are honest and relays that are not. */
class AuditorTest {

  private static final int SIZE = 700;

  @TempDir static Path keys;
  @TempDir static Path trees;
  private static TestCluster cluster;
  private static ChainConnection connection;
  private static SolanaChain chain;
  private static LogAnchoring anchoring;
  private static RelayAccount relay;
  private static LogReader reader;
  private static final MemoryJournal journal = new MemoryJournal();

  @BeforeAll
  static void anchorSomeMessages() throws IOException {
    cluster = TestCluster.start(keys, 50);
    connection = cluster.connect();
    relay = cluster.openRelay(1);
    chain = cluster.open(relay.address());
    anchoring =
        new LogAnchoring(
            journal,
            chain.ledger(),
            AnchoringSettings.of(trees, Duration.ofMillis(50), 0),
            new MetricRegistry());
    anchoring.start();
    for (int n = 0; n < 7; n++) {
      journal.add(SIZE / 7);
      Await.until(() -> "anchored", () -> journal.anchoredSize() == journal.size());
    }
    Await.until(() -> "final", () -> journal.finalizedSize() == SIZE);
    reader = new LogReader(connection.rpc(), TestCluster.PROGRAM);
  }

  @AfterAll
  static void stop() {
    anchoring.close();
    chain.close();
    connection.close();
    cluster.close();
  }

  @Test
  void anHonestRelayIsFoundClean() throws IOException {
    AuditReport report = auditor(honest()).audit(relay, null, List.of());
    assertEquals(List.of(), report.findings());
    assertEquals(7, report.commits());
    assertEquals(SIZE, report.leaves());
    assertEquals(SIZE, report.state().frontier().size());
  }

  @Test
  void aLaterAuditGoesOnFromItsState(@TempDir Path folder) throws IOException {
    AuditReport first = auditor(honest()).audit(relay, null, List.of());
    Path file = folder.resolve("state.json");
    first.state().write(file);
    AuditReport second = auditor(honest()).audit(relay, AuditState.read(file), List.of());
    assertEquals(List.of(), second.findings());
    assertEquals(0, second.commits());
    assertEquals(0, second.leaves());
  }

  @Test
  void aLogThatIsNotWhatItWasIsFound() throws IOException {
    AuditState state = auditor(honest()).audit(relay, null, List.of()).state();
    var other = new org.podprotocol.protocol.tree.Frontier();
    for (int i = 0; i < SIZE; i++) {
      other.append(Hash.of(new byte[32]));
    }
    var before = new AuditState(state.relay(), 0, other, state.lastCommit());
    List<Finding> findings = auditor(honest()).audit(relay, before, List.of()).findings();
    assertTrue(
        findings.stream().anyMatch(f -> f.kind() == Kind.LOG_REWRITTEN), findings.toString());
  }

  @Test
  void otherHashesThanTheChainHoldsAreFound() throws IOException {
    TileSource lying =
        new Altered(honest()) {
          @Override
          public byte[] tile(int epoch, int level, long n, int width) throws IOException {
            byte[] tile = super.tile(epoch, level, n, width);
            if (level == 0 && n == 1) {
              tile[33] ^= 1;
            }
            return tile;
          }
        };
    assertEquals(List.of(Kind.TILES_DIFFER), kinds(auditor(lying).audit(relay, null, List.of())));
  }

  @Test
  void aSignedCheckpointWithAnotherRootIsEvidence() throws IOException {
    TileSource lying =
        new Altered(honest()) {
          @Override
          public Optional<String> checkpoint(int epoch) {
            return Optional.of(note(epoch, SIZE, new byte[32]));
          }
        };
    AuditReport report = auditor(lying).audit(relay, null, List.of());
    assertEquals(List.of(Kind.CHECKPOINT_CONTRADICTS), kinds(report));
    assertTrue(report.findings().getFirst().kind().proves());
  }

  @Test
  void receiptsAreKeptPendingOverdueOrBroken() throws IOException {
    long slot = reader.finalizedSlot();
    List<Receipt> receipts =
        receipts(
            body(300, journal.leaves().get(300), slot),
            body(SIZE + 5, new byte[32], slot + 1_000_000),
            body(SIZE + 6, new byte[32], 1),
            body(301, journal.leaves().get(999 % SIZE), slot));
    AuditReport report = auditor(honest()).audit(relay, null, receipts);
    assertEquals(1, report.receiptsKept());
    assertEquals(1, report.receiptsPending());
    assertEquals(List.of(Kind.RECEIPT_OVERDUE, Kind.RECEIPT_BROKEN), kinds(report));
    Finding broken = report.findings().getLast();
    assertEquals(Hash.of(journal.leaves().get(301)).toString(), broken.evidence().get("leafHash"));
  }

  @Test
  void aReceiptOfSomebodyElseIsNotHeldAgainstTheRelay() throws IOException {
    Keypair stranger = Keypair.generate();
    ReceiptBody body = body(300, new byte[32], 1);
    List<Receipt> receipts =
        ReceiptGroup.sign(List.of(body), domain(), SigningKey.ofKeypair(stranger.toSecretKey()));
    assertEquals(
        List.of(Kind.RECEIPT_INVALID), kinds(auditor(honest()).audit(relay, null, receipts)));
  }

  @Test
  void aSealedLogAndEarlierReceiptKeysAreAuditedAsWell(@TempDir Path otherTrees)
      throws IOException {
    PublicKey address = cluster.openRelay(2).address();
    var messages = new MemoryJournal();
    try (SolanaChain itsChain = cluster.open(address);
        var its =
            new LogAnchoring(
                messages,
                itsChain.ledger(),
                AnchoringSettings.of(otherTrees, Duration.ofMillis(50), 0),
                new MetricRegistry())) {
      its.start();
      messages.add(300);
      Await.until(() -> "final", () -> messages.finalizedSize() == 300);
      var auditor = auditor(tilesOnly(its));
      AuditState before = auditor.audit(present(address), null, List.of()).state();
      messages.add(23);
      Await.until(() -> "final", () -> messages.finalizedSize() == 323);
      long underTheFirstKey = reader.finalizedSlot();
      giveReceiptKey(address, Keypair.generate());
      giveReceiptKey(address, Keypair.generate());
      seal(address);
      List<Receipt> receipts =
          receipts(
              body(address, 310, messages.leaves().get(310), underTheFirstKey),
              body(address, 311, messages.leaves().get(0), underTheFirstKey),
              body(address, 312, messages.leaves().get(312), Long.MAX_VALUE - 1));

      AuditReport report = auditor.audit(present(address), before, receipts);
      assertEquals(List.of(Kind.RECEIPT_BROKEN, Kind.RECEIPT_INVALID), kinds(report));
      assertEquals(1, report.receiptsKept());
      assertEquals(23, report.leaves());
      assertEquals(323, report.state().frontier().size());
      Map<String, Object> evidence = report.findings().getFirst().evidence();
      assertEquals("root", evidence.get("pathTo"));
      List<Hash> path = new ArrayList<>();
      for (Object hash : (List<?>) evidence.get("path")) {
        path.add(Hash.of(HexFormat.of().parseHex((String) hash)));
      }
      assertTrue(
          InclusionPath.provesToRoot(
              Hash.of(messages.leaves().get(311)),
              311,
              323,
              path,
              reader.logAccount(address, 0, Commitment.FINALIZED).orElseThrow().root()));
    }
  }

  private static RelayAccount present(PublicKey address) {
    return reader.relay(address).orElseThrow();
  }

  private static void giveReceiptKey(PublicKey address, Keypair key) {
    land(
        UpdateRelay.builder()
            .operator(cluster.committer().publicKey())
            .relay(address)
            .committer(Optional.empty())
            .receiptKey(Optional.of(key.publicKey()))
            .mergeDelaySlots(Optional.empty())
            .endpoint(Optional.empty())
            .programId(TestCluster.PROGRAM)
            .build());
    Await.until(
        () -> "the new receipt key", () -> present(address).receiptKey().equals(key.publicKey()));
  }

  private static void seal(PublicKey address) {
    land(
        SealRelay.builder()
            .operator(cluster.committer().publicKey())
            .relay(address)
            .log(reader.logAccount(address, 0, Commitment.FINALIZED).orElseThrow().address())
            .rentPayer(cluster.committer().publicKey())
            .programId(TestCluster.PROGRAM)
            .build());
    Await.until(
        () -> "sealed",
        () ->
            reader
                .logAccount(address, 0, Commitment.FINALIZED)
                .map(log -> log.frontier() == null)
                .orElse(false));
  }

  private static void land(TransactionInstruction instruction) {
    Outcome outcome =
        connection
            .sender()
            .send(SendRequest.of(cluster.committer(), List.of(instruction)))
            .outcome()
            .join();
    assertInstanceOf(Outcome.Landed.class, outcome, outcome.toString());
  }

  private static TileSource tilesOnly(LogAnchoring of) {
    return new Altered(published(of)) {
      @Override
      public Optional<String> checkpoint(int epoch) {
        return Optional.empty();
      }
    };
  }

  private static Auditor auditor(TileSource tiles) {
    return new Auditor(reader, tiles, TestCluster.PROGRAM);
  }

  private static List<Kind> kinds(AuditReport report) {
    return report.findings().stream().map(Finding::kind).toList();
  }

  private static CheckpointSigner signer() {
    return new CheckpointSigner(chain.identity(), chain.receiptSigner());
  }

  private static TileSource honest() {
    return published(anchoring);
  }

  private static TileSource published(LogAnchoring of) {
    PublishedLog log = of.published(signer());
    return new TileSource() {
      @Override
      public byte[] tile(int epoch, int level, long n, int width) throws IOException {
        return log.tile(epoch, level, n, width).orElseThrow(() -> new IOException("no such tile"));
      }

      @Override
      public Optional<String> checkpoint(int epoch) throws IOException {
        return log.checkpoint(epoch);
      }
    };
  }

  /** A note as {@link CheckpointSigner} writes it, of any root. */
  private static String note(int epoch, long size, byte[] root) {
    RelayIdentity identity = chain.identity();
    String origin = "podprotocol.org/" + identity.relay().toBase58() + "/" + epoch;
    var base64 = java.util.Base64.getEncoder();
    String text = origin + "\n" + size + "\n" + base64.encodeToString(root) + "\n";
    byte[] signature =
        chain.receiptSigner().sign(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] signed = Arrays.copyOf(new byte[4], 68);
    System.arraycopy(signature, 0, signed, 4, 64);
    return text + "\n— " + origin + " " + base64.encodeToString(signed) + "\n";
  }

  private static ReceiptBody body(long index, byte[] leafHash, long deadlineSlot) {
    return new ReceiptBody(
        Address.of(relay.address().toByteArray()),
        index,
        Hash.of(new byte[32]),
        Hash.of(leafHash),
        0,
        deadlineSlot,
        0);
  }

  /** Of any relay, accepted in the slot by which it is promised. */
  private static ReceiptBody body(PublicKey of, long index, byte[] leafHash, long slot) {
    return new ReceiptBody(
        Address.of(of.toByteArray()),
        index,
        Hash.of(new byte[32]),
        Hash.of(leafHash),
        slot,
        slot,
        0);
  }

  private static List<Receipt> receipts(ReceiptBody... bodies) {
    return ReceiptGroup.sign(
        List.of(bodies), domain(), SigningKey.ofKeypair(cluster.receiptKey().toSecretKey()));
  }

  private static Domain domain() {
    return new Domain(
        Address.of(chain.identity().genesisHash().toByteArray()),
        Address.of(TestCluster.PROGRAM.toByteArray()));
  }

  /** Passes everything on; tests change what they lie about. */
  private static class Altered implements TileSource {
    private final TileSource source;

    Altered(TileSource source) {
      this.source = source;
    }

    @Override
    public byte[] tile(int epoch, int level, long n, int width) throws IOException {
      return source.tile(epoch, level, n, width);
    }

    @Override
    public Optional<String> checkpoint(int epoch) throws IOException {
      return source.checkpoint(epoch);
    }
  }
}
