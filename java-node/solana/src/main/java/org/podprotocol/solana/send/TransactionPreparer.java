package org.podprotocol.solana.send;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SimulateOptions;
import org.podprotocol.solana.rpc.Simulation;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.transaction.Blockhash;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.SystemProgram;
import org.podprotocol.solana.transaction.Transaction;

/** From a request to a signed transaction: limits, price, blockhash last, then signatures. */
final class TransactionPreparer {

  private static final int PAGE = 32 * 1024;

  private final SolanaRpc rpc;
  private final BlockhashCache blockhashes;
  private final PriorityFee fee;
  private final SenderOptions options;

  TransactionPreparer(
      SolanaRpc rpc, BlockhashCache blockhashes, PriorityFee fee, SenderOptions options) {
    this.rpc = rpc;
    this.blockhashes = blockhashes;
    this.fee = fee;
    this.options = options;
  }

  /** The limits that were found, or why the transaction is refused. */
  private record Limits(
      int units, @Nullable Integer loadedBytes, Outcome.@Nullable Rejected refused) {}

  CompletableFuture<Prepared> prepare(SendRequest request) {
    List<TransactionInstruction> own = ComputeBudget.strip(request.instructions());
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "a transaction needs an instruction besides the compute budget's");
    }
    checkAllowed(own);
    // A draft with every field at its widest: throws here if the transaction can't fit.
    Integer loaded = request.limits().loadedBytes();
    boolean simulates = request.limits().units() == null;
    int widestLoaded = loaded != null ? loaded : ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES;
    Compiled draft =
        compile(
            request,
            own,
            Blockhash.ZERO,
            ComputeBudget.MAX_UNITS,
            0,
            loaded != null || simulates ? (Integer) widestLoaded : null);
    return limits(request, draft)
        .thenCompose(
            limits ->
                limits.refused() != null
                    ? CompletableFuture.completedFuture(new Prepared.Refused(limits.refused()))
                    : price(request, limits)
                        .thenCompose(price -> sign(request, own, limits, price)));
  }

  private void checkAllowed(List<TransactionInstruction> instructions) {
    Set<PublicKey> allowed = options.allowedPrograms();
    for (TransactionInstruction instruction : instructions) {
      if (!allowed.isEmpty() && !allowed.contains(instruction.getProgramId())) {
        throw new IllegalArgumentException(
            "this sender may not call program " + instruction.getProgramId());
      }
    }
  }

  private CompletableFuture<Limits> limits(SendRequest request, Compiled draft) {
    Integer units = request.limits().units();
    if (units != null) {
      return CompletableFuture.completedFuture(
          new Limits(units, request.limits().loadedBytes(), null));
    }
    return rpc.simulateTransaction(
            Transaction.unsigned(draft.message()), SimulateOptions.dryRun(Commitment.CONFIRMED))
        .thenApply(simulation -> limits(request, simulation, draft.ownInstructions()));
  }

  private Limits limits(SendRequest request, Simulation simulation, int ownInstructions) {
    TransactionError error = simulation.error();
    if (error != null) {
      return new Limits(
          0,
          null,
          new Outcome.Rejected(
              "simulation failed: " + error,
              error.countedFrom(ownInstructions),
              simulation.logs()));
    }
    long units = withMargin(simulation.unitsConsumed());
    int limit = (int) Math.min(ComputeBudget.MAX_UNITS, Math.max(options.minUnits(), units));
    Integer loaded = request.limits().loadedBytes();
    Long seen = simulation.loadedAccountsDataSize();
    if (loaded == null && seen != null && seen > 0) {
      long pages = (withMargin(seen) + PAGE - 1) / PAGE;
      loaded = (int) Math.min(ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES, pages * PAGE);
    }
    return new Limits(limit, loaded, null);
  }

  private long withMargin(long value) {
    return value + (value * options.unitMarginPercent() + 99) / 100;
  }

  private CompletableFuture<Long> price(SendRequest request, Limits limits) {
    return fee.microLamportsPerUnit(writableAccounts(request))
        .thenApply(
            price -> {
              long cap = Math.multiplyExact(options.maxPriorityFeeLamports(), 1_000_000L);
              return Math.min(Math.max(0, price), cap / Math.max(1, limits.units()));
            });
  }

  /** All that the transaction locks for writing, those from lookup tables included. */
  private static List<PublicKey> writableAccounts(SendRequest request) {
    Set<PublicKey> writable = new LinkedHashSet<>();
    writable.add(request.feePayer().publicKey());
    for (TransactionInstruction instruction : request.instructions()) {
      for (AccountMeta meta : instruction.getKeys()) {
        if (meta.isWritable()) {
          writable.add(meta.getPublicKey());
        }
      }
    }
    if (request.nonce() != null) {
      writable.add(request.nonce().account());
    }
    return List.copyOf(writable);
  }

  private CompletableFuture<Prepared> sign(
      SendRequest request, List<TransactionInstruction> own, Limits limits, long price) {
    boolean preflight = request.preflight() && request.limits().units() != null;
    DurableNonce nonce = request.nonce();
    if (nonce != null) {
      Compiled compiled =
          compile(request, own, nonce.value(), limits.units(), price, limits.loadedBytes());
      Lifetime lifetime = new Lifetime.Nonce(nonce.account(), nonce.value());
      return Transaction.sign(compiled.message(), signers(request))
          .thenApply(
              signed ->
                  new Prepared.Signed(
                      complete(signed), lifetime, preflight, compiled.ownInstructions()));
    }
    return blockhashes
        .latest()
        .thenCompose(
            latest -> {
              Compiled compiled =
                  compile(
                      request,
                      own,
                      latest.blockhash(),
                      limits.units(),
                      price,
                      limits.loadedBytes());
              Lifetime lifetime =
                  new Lifetime.Blocks(latest.lastValidBlockHeight(), latest.contextSlot());
              return Transaction.sign(compiled.message(), signers(request))
                  .thenApply(
                      signed ->
                          new Prepared.Signed(
                              complete(signed), lifetime, preflight, compiled.ownInstructions()));
            });
  }

  private static Transaction complete(Transaction transaction) {
    List<PublicKey> missing = transaction.missingSigners();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no signer was given for " + missing);
    }
    return transaction;
  }

  private static List<Signer> signers(SendRequest request) {
    List<Signer> all = new ArrayList<>();
    all.add(request.feePayer());
    all.addAll(request.signers());
    if (request.nonce() != null) {
      all.add(request.nonce().authority());
    }
    return all;
  }

  /** A message, and how many instructions stand in it before the request's. */
  private record Compiled(Message message, int ownInstructions) {}

  private static Compiled compile(
      SendRequest request,
      List<TransactionInstruction> own,
      Blockhash blockhash,
      int units,
      long price,
      @Nullable Integer loadedBytes) {
    List<TransactionInstruction> all = new ArrayList<>(own.size() + 4);
    DurableNonce nonce = request.nonce();
    if (nonce != null) {
      all.add(SystemProgram.advanceNonce(nonce.account(), nonce.authority().publicKey()));
    }
    all.add(ComputeBudget.unitLimit(units));
    if (price > 0) {
      all.add(ComputeBudget.unitPrice(price));
    }
    if (loadedBytes != null) {
      all.add(ComputeBudget.loadedAccountsDataSize(loadedBytes));
    }
    int front = all.size();
    all.addAll(own);
    PublicKey payer = request.feePayer().publicKey();
    Message message =
        request.tables().isEmpty()
            ? Message.legacy(payer, blockhash, all)
            : Message.v0(payer, blockhash, all, request.tables());
    return new Compiled(message, front);
  }
}
