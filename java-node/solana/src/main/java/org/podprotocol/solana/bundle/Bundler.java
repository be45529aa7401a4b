package org.podprotocol.solana.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.AddressLookupTable;
import org.podprotocol.solana.transaction.ComputeBudget;

/**
 * Sends operations in as few transactions as they fit, and gives each an outcome of its own: an
 * operation that fails is taken out and fails alone, the others go again without it.
 *
 * <p>Only operations that may share a fate for a moment belong in one call: they are in one
 * transaction, and the fee payer sees them all. Order within a call is kept as long as nothing
 * fails; a group doesn't wait for the one before.
 */
public final class Bundler {

  private static final int BUDGET_UNITS = 3 * 150;

  private final TransactionSender sender;
  private final Signer feePayer;
  private final List<AddressLookupTable> tables;
  private final MessagePacker packer;
  private final Commitment commitment;
  private final int attempts;

  /**
   * A bundler.
   *
   * @param commitment at which an operation counts as done
   * @param attempts how often a group is built anew after its blockhash expired
   */
  public Bundler(
      TransactionSender sender,
      Signer feePayer,
      List<AddressLookupTable> tables,
      PackLimits limits,
      Commitment commitment,
      int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt is needed");
    }
    this.sender = sender;
    this.feePayer = feePayer;
    this.tables = List.copyOf(tables);
    this.packer = new MessagePacker(feePayer.publicKey(), tables, limits);
    this.commitment = commitment;
    this.attempts = attempts;
  }

  /** An operation and who waits for it. */
  private record Member(Operation operation, CompletableFuture<OperationOutcome> future) {}

  /**
   * Sends operations.
   *
   * @return one future an operation, in their order; fails only with what {@link
   *     TransactionSender#send} fails with
   * @throws IllegalArgumentException if one alone doesn't fit a transaction; then nothing is sent
   */
  public List<CompletableFuture<OperationOutcome>> submit(List<Operation> operations) {
    List<List<Operation>> groups = packer.pack(operations);
    List<CompletableFuture<OperationOutcome>> futures = new ArrayList<>(operations.size());
    for (List<Operation> group : groups) {
      List<Member> members =
          group.stream().map(o -> new Member(o, new CompletableFuture<>())).toList();
      members.forEach(member -> futures.add(member.future()));
      send(members, attempts);
    }
    return futures;
  }

  private void send(List<Member> members, int attemptsLeft) {
    sender
        .send(request(members))
        .outcome()
        .whenComplete(
            (outcome, cause) -> {
              if (cause != null) {
                members.forEach(member -> member.future().completeExceptionally(cause));
              } else {
                settle(members, outcome, attemptsLeft);
              }
            });
  }

  private SendRequest request(List<Member> members) {
    List<TransactionInstruction> instructions = new ArrayList<>();
    Map<PublicKey, Signer> signers = new LinkedHashMap<>();
    int units = 0;
    long loaded = 0;
    for (Member member : members) {
      instructions.addAll(member.operation().instructions());
      member.operation().signers().forEach(s -> signers.putIfAbsent(s.publicKey(), s));
      units += member.operation().computeUnits();
      loaded += member.operation().loadedBytes();
    }
    signers.remove(feePayer.publicKey());
    // What the operations state are ceilings; the compute budget's own instructions take 150 units
    // each.
    units = Math.min(ComputeBudget.MAX_UNITS, units + BUDGET_UNITS);
    ComputeLimits limits = ComputeLimits.fixed(units);
    if (loaded > 0) {
      limits =
          limits.withLoadedBytes((int) Math.min(loaded, ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES));
    }
    return SendRequest.of(feePayer, instructions)
        .withSigners(List.copyOf(signers.values()))
        .withTables(tables)
        .withCommitment(commitment)
        .withLimits(limits);
  }

  private void settle(List<Member> members, Outcome outcome, int attemptsLeft) {
    if (outcome instanceof Outcome.Landed landed) {
      end(members, new OperationOutcome.Succeeded(landed.signature(), landed.slot()));
    } else if (outcome instanceof Outcome.Failed failed) {
      isolate(members, "failed in a block: " + failed.error(), failed.error(), List.of());
    } else if (outcome instanceof Outcome.Rejected rejected) {
      isolate(members, rejected.reason(), rejected.error(), rejected.logs());
    } else if (outcome instanceof Outcome.Unknown unknown) {
      end(members, new OperationOutcome.Unknown(unknown.signature(), unknown.reason()));
    } else if (attemptsLeft > 1) {
      send(members, attemptsLeft - 1);
    } else {
      end(members, new OperationOutcome.Expired());
    }
  }

  private static void end(List<Member> members, OperationOutcome outcome) {
    members.forEach(member -> member.future().complete(outcome));
  }

  /** The one at fault fails, the rest go again; if nobody knows which it is, halves go again. */
  private void isolate(
      List<Member> members, String reason, @Nullable TransactionError error, List<String> logs) {
    if (members.size() == 1) {
      end(members, new OperationOutcome.Failed(reason, within(error, members, 0), logs));
      return;
    }
    int culprit = culprit(members, error);
    if (culprit < 0) {
      int half = members.size() / 2;
      send(members.subList(0, half), attempts);
      send(members.subList(half, members.size()), attempts);
      return;
    }
    Member bad = members.get(culprit);
    bad.future()
        .complete(new OperationOutcome.Failed(reason, within(error, members, culprit), logs));
    List<Member> rest = new ArrayList<>(members);
    rest.remove(culprit);
    send(rest, attempts);
  }

  /** The member that owns the failing instruction, or -1. */
  private static int culprit(List<Member> members, @Nullable TransactionError error) {
    if (error == null || error.instruction() == null || isShared(error.instruction().kind())) {
      return -1;
    }
    int index = error.instruction().index();
    for (int i = 0; index >= 0 && i < members.size(); i++) {
      index -= members.get(i).operation().instructions().size();
      if (index < 0) {
        return i;
      }
    }
    return -1;
  }

  /** Running out of what all share need not be the fault of whoever ran then. */
  private static boolean isShared(String kind) {
    return kind.equals("ComputationalBudgetExceeded")
        || kind.equals("ProgramFailedToComplete")
        || kind.equals("MaxAccountsDataAllocationsExceeded");
  }

  /** The error with instructions counted within the member's operation. */
  private static @Nullable TransactionError within(
      @Nullable TransactionError error, List<Member> members, int member) {
    if (error == null) {
      return null;
    }
    int before = 0;
    for (int i = 0; i < member; i++) {
      before += members.get(i).operation().instructions().size();
    }
    return error.countedFrom(before);
  }
}
