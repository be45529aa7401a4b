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
import org.podprotocol.protocol.KeyHistory;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.ChunkException;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.protocol.tree.Subtree;
import org.podprotocol.relay.audit.Finding.Kind;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.LogAccount;
import org.podprotocol.relay.chain.LogReader;
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
   * @param before the last audit of this relay, which is gone on from through all epochs since;
   *     null: the present epoch is audited, and of earlier ones what receipts point to
   * @param receipts promises to hold it to
   * @throws IOException if the relay can't be asked
   * @throws ChainUnavailableException if the chain can't
   */
  public AuditReport audit(RelayAccount relay, @Nullable AuditState before, List<Receipt> receipts)
      throws IOException {
    var findings = new ArrayList<Finding>();
    AuditState state =
        before == null ? AuditState.begin(relay.address().toBase58(), relay.epoch()) : before;
    int commits = 0;
    long leaves = 0;
    LogAccount log = log(relay, state.epoch());
    while (true) {
      List<LoggedCommit> landed =
          chain.commits(log.address(), state.lastCommit(), Commitment.FINALIZED);
      Frontier replayed = replay(state, landed, log, findings);
      Frontier tree = log.frontier() != null ? log.frontier() : replayed;
      leaves += compareTiles(state, tree, log, findings);
      checkpoint(tree, log, relay, findings);
      commits += landed.size();
      String last = landed.isEmpty() ? state.lastCommit() : landed.getLast().signature();
      state = new AuditState(state.relay(), log.epoch(), replayed, last);
      if (log.epoch() == relay.epoch()) {
        break;
      }
      LogAccount next = log(relay, log.epoch() + 1);
      follows(log, next, findings);
      log = next;
      state = AuditState.begin(state.relay(), next.epoch());
    }
    var tally = new Tally();
    var keys = new ReceiptKeys(relay);
    for (Receipt receipt : receipts) {
      holdTo(receipt, relay, keys, log, tally, findings);
    }
    return new AuditReport(state, commits, leaves, tally.kept, tally.pending, findings);
  }

  private LogAccount log(RelayAccount relay, int epoch) {
    return chain
        .logAccount(relay.address(), epoch, Commitment.FINALIZED)
        .orElseThrow(
            () ->
                new ChainUnavailableException(
                    "the relay's log of epoch " + epoch + " is not finalized yet"));
  }

  /** The log of an epoch names the root of the one before, which is sealed. */
  private static void follows(LogAccount log, LogAccount next, List<Finding> findings) {
    if (log.frontier() != null
        || !next.previousRoot().equals(log.root())
        || next.firstIndex() != log.firstIndex() + log.size()) {
      findings.add(
          new Finding(
              Kind.LOG_REWRITTEN,
              "The log of epoch %d does not go on where that of epoch %d ended."
                  .formatted(next.epoch(), log.epoch()),
              evidence(
                  "log", log.address().toBase58(),
                  "root", log.root().toString(),
                  "next", next.address().toBase58(),
                  "previousRoot", next.previousRoot().toString())));
    }
  }

  /** Applies the commits as the program does, up to the size that the account has. */
  private static Frontier replay(
      AuditState from, List<LoggedCommit> commits, LogAccount log, List<Finding> findings) {
    Frontier tree = from.frontier().copy();
    for (LoggedCommit commit : commits) {
      for (Chunk chunk : commit.chunks()) {
        if (chunk.end() <= log.size()) {
          try {
            tree.merge(chunk);
          } catch (ChunkException e) {
            findings.add(
                new Finding(
                    Kind.LOG_REWRITTEN,
                    "The program accepted a commit that does not continue the log: "
                        + e.getMessage(),
                    evidence("log", log.address().toBase58(), "commit", commit.signature())));
          }
        }
      }
    }
    if (tree.size() != log.size() || !tree.root().equals(log.root())) {
      findings.add(
          new Finding(
              Kind.LOG_REWRITTEN,
              "The log's account holds %d messages of root %s; its commits amount to %s."
                  .formatted(log.size(), log.root(), tree),
              evidence(
                  "log", log.address().toBase58(),
                  "slot", log.contextSlot(),
                  "accountSize", log.size(),
                  "accountRoot", log.root().toString(),
                  "replayedSize", tree.size(),
                  "replayedRoot", tree.root().toString())));
    }
    return tree;
  }

  /** Every leaf hash that is new since the last audit, against the tree on chain. */
  private long compareTiles(
      AuditState from, Frontier account, LogAccount log, List<Finding> findings)
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
                  "log", log.address().toBase58(),
                  "slot", log.contextSlot(),
                  "publishedRoot", tree.root().toString(),
                  "chainRoot", account.root().toString())));
    }
    return account.size() - first;
  }

  /** A checkpoint of no more leaves than are final must have the root that the chain's tree has. */
  private void checkpoint(
      Frontier account, LogAccount log, RelayAccount relay, List<Finding> findings)
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
                  "log", log.address().toBase58(),
                  "chainRoot", account.root().toString(),
                  "slot", log.contextSlot())));
    }
  }

  private static final class Tally {
    private int kept;
    private int pending;
  }

  /**
   * Which keys signed the relay's receipts when; the earlier ones are looked up once, if needed.
   */
  private final class ReceiptKeys {
    private final RelayAccount relay;
    private @Nullable KeyHistory history;

    ReceiptKeys(RelayAccount relay) {
      this.relay = relay;
    }

    /** What the present key signs is the relay's word, whatever slots it names. */
    boolean wasKeyOf(Receipt receipt) {
      if (receipt.receiptKey().equals(Address.of(relay.receiptKey().toByteArray()))) {
        return true;
      }
      if (relay.receiptKeyChain().equals(Hash.ZERO)) {
        return false;
      }
      if (history == null) {
        history = chain.receiptKeys(relay);
      }
      return history.wasCurrent(
          receipt.receiptKey(), receipt.body().acceptedSlot(), receipt.body().deadlineSlot());
    }
  }

  private void holdTo(
      Receipt receipt,
      RelayAccount relay,
      ReceiptKeys keys,
      LogAccount present,
      Tally tally,
      List<Finding> findings)
      throws IOException {
    VerificationKey key = VerificationKey.of(receipt.receiptKey());
    Map<String, Object> evidence = evidence("receipt", HexFormat.of().formatHex(receipt.toBytes()));
    if (!receipt.body().relay().equals(Address.of(relay.address().toByteArray()))
        || key == null
        || !receipt.isSignedBy(key, domain)
        || !keys.wasKeyOf(receipt)) {
      findings.add(
          new Finding(
              Kind.RECEIPT_INVALID,
              "The receipt for index %d is not signed by a key that was the relay's receipt key then, for %s."
                  .formatted(receipt.body().index(), domain),
              evidence));
      return;
    }
    LogAccount log = present;
    while (receipt.body().index() < log.firstIndex() && log.epoch() > 0) {
      log = log(relay, log.epoch() - 1);
    }
    long index = receipt.body().index() - log.firstIndex();
    if (index >= 0 && index < log.size()) {
      compareLeaf(receipt, index, log, tally, evidence, findings);
    } else if (log.contextSlot() > receipt.body().deadlineSlot()) {
      evidence.put("finalizedSlot", log.contextSlot());
      evidence.put("finalizedSize", log.size());
      findings.add(
          new Finding(
              Kind.RECEIPT_OVERDUE,
              "Index %d was promised by slot %d; at slot %d the log ends at %d."
                  .formatted(
                      receipt.body().index(),
                      receipt.body().deadlineSlot(),
                      log.contextSlot(),
                      log.firstIndex() + log.size()),
              evidence));
    } else {
      tally.pending++;
    }
  }

  private void compareLeaf(
      Receipt receipt,
      long index,
      LogAccount log,
      Tally tally,
      Map<String, Object> evidence,
      List<Finding> findings)
      throws IOException {
    try {
      var nodes = new TileNodes(tiles, log.epoch(), log.size());
      Hash leaf = nodes.root(new Subtree(index, 0));
      // To what the account holds: the peaks of an open log, the root of a sealed one.
      Frontier open = log.frontier();
      List<Hash> path =
          open != null
              ? InclusionPath.toPeak(index, log.size(), nodes)
              : InclusionPath.toRoot(index, log.size(), nodes);
      boolean leads =
          open != null
              ? InclusionPath.provesToPeak(leaf, index, path, open)
              : InclusionPath.provesToRoot(leaf, index, log.size(), path, log.root());
      if (!leads) {
        findings.add(
            new Finding(
                Kind.TILES_DIFFER,
                "The hashes that the relay publishes for index %d do not lead to what the chain holds."
                    .formatted(receipt.body().index()),
                evidence));
      } else if (leaf.equals(receipt.body().leafHash())) {
        tally.kept++;
      } else {
        evidence.put("log", log.address().toBase58());
        evidence.put("index", index);
        evidence.put("leafHash", leaf.toString());
        evidence.put("path", path.stream().map(Hash::toString).toList());
        evidence.put("pathTo", open != null ? "peak" : "root");
        evidence.put("treeSize", log.size());
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
