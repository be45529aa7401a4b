package org.podprotocol.relay.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.ChunkException;
import org.podprotocol.protocol.tree.Cover;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.protocol.tree.Subtree;
import org.podprotocol.relay.audit.Finding.Kind;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.LogReader;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.chain.LoggedCommit;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.solana.rpc.Commitment;

/**
 * Audits one relay: replays the commits of its log on chain, compares the hashes it publishes with
 * the result, and holds it to receipts. Everything is read at commitment finalized, so that nothing
 * that is found can be undone. Blocks.
 */
public final class Auditor {

  private final LogReader chain;
  private final TileSource tiles;
  private final Domain domain;

  public Auditor(LogReader chain, TileSource tiles, PublicKey programId) {
    this.chain = chain;
    this.tiles = tiles;
    this.domain =
        new Domain(
            Address.of(chain.genesisHash().toByteArray()), Address.of(programId.toByteArray()));
  }

  /**
   * One audit.
   *
   * @param relay as read from the chain
   * @param before the last audit of this relay, or null
   * @param receipts promises to hold it to
   * @throws IOException if the relay can't be asked
   * @throws ChainUnavailableException if the chain can't
   */
  public AuditReport audit(RelayAccount relay, @Nullable AuditState before, List<Receipt> receipts)
      throws IOException {
    var findings = new ArrayList<Finding>();
    LogSnapshot log =
        chain
            .log(relay.address(), relay.epoch(), Commitment.FINALIZED)
            .orElseThrow(
                () -> new ChainUnavailableException("the relay's log is not finalized yet"));
    AuditState from =
        before == null || before.epoch() != log.epoch()
            ? AuditState.begin(relay.address().toBase58(), log.epoch())
            : before;
    List<LoggedCommit> commits = chain.commits(log.log(), from.lastCommit(), Commitment.FINALIZED);
    Frontier account = frontier(log);
    Frontier replayed = replay(from, commits, account, log, findings);
    long leaves = compareTiles(from, account, log, findings);
    checkpoint(account, log, relay, findings);
    var tally = new Tally();
    for (Receipt receipt : receipts) {
      holdTo(receipt, relay, account, log, tally, findings);
    }
    String last = commits.isEmpty() ? from.lastCommit() : commits.getLast().signature();
    return new AuditReport(
        new AuditState(from.relay(), log.epoch(), replayed, last),
        commits.size(),
        leaves,
        tally.kept,
        tally.pending,
        findings);
  }

  private static Frontier frontier(LogSnapshot log) {
    var frontier = new Frontier();
    List<Subtree> cover = Cover.of(0, log.size());
    for (int i = 0; i < cover.size(); i++) {
      frontier.append(Hash.of(log.peaks().get(i)), cover.get(i).level());
    }
    return frontier;
  }

  /** Applies the commits as the program does, up to the size that the account has. */
  private static Frontier replay(
      AuditState from,
      List<LoggedCommit> commits,
      Frontier account,
      LogSnapshot log,
      List<Finding> findings) {
    Frontier tree = from.frontier().copy();
    for (LoggedCommit commit : commits) {
      for (Chunk chunk : commit.chunks()) {
        if (chunk.end() <= account.size()) {
          try {
            tree.merge(chunk);
          } catch (ChunkException e) {
            findings.add(
                new Finding(
                    Kind.LOG_REWRITTEN,
                    "The program accepted a commit that does not continue the log: "
                        + e.getMessage(),
                    evidence("log", log.log().toBase58(), "commit", commit.signature())));
          }
        }
      }
    }
    if (!tree.equals(account)) {
      findings.add(
          new Finding(
              Kind.LOG_REWRITTEN,
              "The log's account holds %s; its commits amount to %s.".formatted(account, tree),
              evidence(
                  "log", log.log().toBase58(),
                  "slot", log.contextSlot(),
                  "accountSize", account.size(),
                  "accountRoot", account.root().toString(),
                  "replayedSize", tree.size(),
                  "replayedRoot", tree.root().toString())));
    }
    return tree;
  }

  /** Every leaf hash that is new since the last audit, against the tree on chain. */
  private long compareTiles(
      AuditState from, Frontier account, LogSnapshot log, List<Finding> findings)
      throws IOException {
    Frontier tree = from.frontier().copy();
    long first = tree.size();
    if (first > account.size()) {
      return 0;
    }
    try {
      var nodes = new TileNodes(tiles, log.epoch(), account.size());
      for (long n = first / 256; n * 256 < account.size(); n++) {
        byte[] tile = nodes.tile(0, n);
        int skip = (int) Math.max(0, first - n * 256);
        for (int at = skip * 32; at < tile.length; at += 32) {
          tree.append(Hash.of(tile, at));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!tree.equals(account)) {
      findings.add(
          new Finding(
              Kind.TILES_DIFFER,
              "The leaf hashes that the relay publishes amount to %s; the chain holds %s."
                  .formatted(tree, account),
              evidence(
                  "log", log.log().toBase58(),
                  "slot", log.contextSlot(),
                  "publishedRoot", tree.root().toString(),
                  "chainRoot", account.root().toString())));
    }
    return account.size() - first;
  }

  /** A checkpoint of no more leaves than are final must have the root that the chain's tree has. */
  private void checkpoint(
      Frontier account, LogSnapshot log, RelayAccount relay, List<Finding> findings)
      throws IOException {
    Optional<String> note = tiles.checkpoint(log.epoch());
    if (note.isEmpty()) {
      return;
    }
    Optional<SignedCheckpoint> parsed = SignedCheckpoint.read(note.get());
    VerificationKey key = VerificationKey.of(Address.of(relay.receiptKey().toByteArray()));
    if (parsed.isEmpty() || key == null || !parsed.get().isSignedBy(key)) {
      findings.add(
          new Finding(
              Kind.TILES_DIFFER,
              "The relay's checkpoint is not a note signed by its receipt key.",
              evidence("checkpoint", note.get())));
      return;
    }
    SignedCheckpoint checkpoint = parsed.get();
    if (checkpoint.size() == account.size() && !checkpoint.root().equals(account.root())) {
      findings.add(
          new Finding(
              Kind.CHECKPOINT_CONTRADICTS,
              "The relay signed a checkpoint of %d leaves with another root than the chain's."
                  .formatted(checkpoint.size()),
              evidence(
                  "checkpoint", note.get(),
                  "log", log.log().toBase58(),
                  "chainRoot", account.root().toString(),
                  "slot", log.contextSlot())));
    }
  }

  private static final class Tally {
    private int kept;
    private int pending;
  }

  private void holdTo(
      Receipt receipt,
      RelayAccount relay,
      Frontier account,
      LogSnapshot log,
      Tally tally,
      List<Finding> findings)
      throws IOException {
    Address address = Address.of(relay.address().toByteArray());
    VerificationKey key = VerificationKey.of(receipt.receiptKey());
    Map<String, Object> evidence = evidence("receipt", HexFormat.of().formatHex(receipt.toBytes()));
    if (!receipt.body().relay().equals(address)
        || !receipt.receiptKey().equals(Address.of(relay.receiptKey().toByteArray()))
        || key == null
        || !receipt.isSignedBy(key, domain)) {
      findings.add(
          new Finding(
              Kind.RECEIPT_INVALID,
              "The receipt for index %d is not signed by the relay's present receipt key for %s."
                  .formatted(receipt.body().index(), domain),
              evidence));
      return;
    }
    long index = receipt.body().index() - log.firstIndex();
    if (index >= 0 && index < account.size()) {
      compareLeaf(receipt, index, account, log, tally, evidence, findings);
    } else if (log.contextSlot() > receipt.body().deadlineSlot()) {
      evidence.put("finalizedSlot", log.contextSlot());
      evidence.put("finalizedSize", account.size());
      findings.add(
          new Finding(
              Kind.RECEIPT_OVERDUE,
              "Index %d was promised by slot %d; at slot %d the log ends at %d."
                  .formatted(
                      receipt.body().index(),
                      receipt.body().deadlineSlot(),
                      log.contextSlot(),
                      log.firstIndex() + account.size()),
              evidence));
    } else {
      tally.pending++;
    }
  }

  private void compareLeaf(
      Receipt receipt,
      long index,
      Frontier account,
      LogSnapshot log,
      Tally tally,
      Map<String, Object> evidence,
      List<Finding> findings)
      throws IOException {
    try {
      var nodes = new TileNodes(tiles, log.epoch(), account.size());
      Hash leaf = nodes.root(new Subtree(index, 0));
      List<Hash> path = InclusionPath.toPeak(index, account.size(), nodes);
      if (!InclusionPath.provesToPeak(leaf, index, path, account)) {
        findings.add(
            new Finding(
                Kind.TILES_DIFFER,
                "The hashes that the relay publishes for index %d do not lead to a peak on chain."
                    .formatted(receipt.body().index()),
                evidence));
      } else if (leaf.equals(receipt.body().leafHash())) {
        tally.kept++;
      } else {
        evidence.put("log", log.log().toBase58());
        evidence.put("index", index);
        evidence.put("leafHash", leaf.toString());
        evidence.put("path", path.stream().map(Hash::toString).toList());
        evidence.put("treeSize", account.size());
        evidence.put("slot", log.contextSlot());
        findings.add(
            new Finding(
                Kind.RECEIPT_BROKEN,
                "Index %d was promised to message %s; the log has another message there."
                    .formatted(receipt.body().index(), receipt.body().id()),
                evidence));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Map<String, Object> evidence(Object... namesAndValues) {
    var evidence = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      evidence.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return evidence;
  }
}
