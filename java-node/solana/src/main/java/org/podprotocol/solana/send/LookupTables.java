package org.podprotocol.solana.send;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.AddressLookupTable;

/**
 * Lookup tables that are read once in a while, and the choice among them for a transaction.
 * Thread-safe.
 */
public final class LookupTables {

  /** A table takes 34 bytes of a message and one an entry, an account written out takes 32. */
  private static final int LEAST_USEFUL = 2;

  private final SolanaRpc rpc;
  private final List<PublicKey> addresses;
  private final long lifeNanos;
  private @Nullable CompletableFuture<List<AddressLookupTable>> tables;
  private long readAtNanos;

  /**
   * For at most {@link SolanaRpc#MAX_ACCOUNTS} tables; they are read anew when older than {@code
   * life}.
   *
   * @throws IllegalArgumentException if there are more
   */
  public LookupTables(SolanaRpc rpc, List<PublicKey> addresses, Duration life) {
    if (addresses.size() > SolanaRpc.MAX_ACCOUNTS) {
      throw new IllegalArgumentException("at most " + SolanaRpc.MAX_ACCOUNTS + " lookup tables");
    }
    this.rpc = rpc;
    this.addresses = List.copyOf(addresses);
    this.lifeNanos = life.toNanos();
  }

  /** All tables that exist and are active. */
  public synchronized CompletableFuture<List<AddressLookupTable>> all() {
    CompletableFuture<List<AddressLookupTable>> known = tables;
    if (known == null
        || known.isCompletedExceptionally()
        || System.nanoTime() - readAtNanos > lifeNanos) {
      known =
          rpc.getMultipleAccounts(addresses, ReadOptions.at(Commitment.CONFIRMED))
              .thenApply(this::decode);
      tables = known;
      readAtNanos = System.nanoTime();
    }
    return known;
  }

  /** Reads the tables anew with the next question. */
  public synchronized void forget() {
    tables = null;
  }

  private List<AddressLookupTable> decode(Contextual<List<Optional<AccountInfo>>> accounts) {
    List<AddressLookupTable> decoded = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Optional<AccountInfo> account = accounts.value().get(i);
      if (account.isPresent() && account.get().owner().equals(AddressLookupTable.PROGRAM)) {
        decoded.add(
            AddressLookupTable.decode(addresses.get(i), account.get().data(), accounts.slot()));
      }
    }
    return decoded;
  }

  /**
   * The tables that shrink a transaction, best first; empty if none does: then a legacy message is
   * as good.
   *
   * @param feePayer signs, so it can't come from a table
   */
  public CompletableFuture<List<AddressLookupTable>> choose(
      PublicKey feePayer, List<TransactionInstruction> instructions) {
    Set<PublicKey> wanted = loadable(feePayer, instructions);
    return all().thenApply(known -> choose(known, wanted));
  }

  private static Set<PublicKey> loadable(
      PublicKey feePayer, List<TransactionInstruction> instructions) {
    Set<PublicKey> loadable = new HashSet<>();
    Set<PublicKey> written = new HashSet<>(Set.of(feePayer));
    for (TransactionInstruction instruction : instructions) {
      written.add(instruction.getProgramId());
      for (AccountMeta meta : instruction.getKeys()) {
        (meta.isSigner() ? written : loadable).add(meta.getPublicKey());
      }
    }
    loadable.removeAll(written);
    return loadable;
  }

  private static List<AddressLookupTable> choose(
      List<AddressLookupTable> known, Set<PublicKey> wanted) {
    List<AddressLookupTable> chosen = new ArrayList<>();
    List<AddressLookupTable> left = new ArrayList<>(known);
    Set<PublicKey> open = new HashSet<>(wanted);
    while (!left.isEmpty()) {
      AddressLookupTable best = left.get(0);
      Set<PublicKey> covered = Set.of();
      for (AddressLookupTable table : left) {
        Set<PublicKey> covers = new HashSet<>(table.addresses());
        covers.retainAll(open);
        if (covers.size() > covered.size()) {
          best = table;
          covered = covers;
        }
      }
      if (covered.size() < LEAST_USEFUL) {
        return chosen;
      }
      chosen.add(best);
      left.remove(best);
      open.removeAll(covered);
    }
    return chosen;
  }
}
