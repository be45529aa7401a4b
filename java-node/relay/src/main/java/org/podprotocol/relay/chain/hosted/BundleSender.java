package org.podprotocol.relay.chain.hosted;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SimulateOptions;
import org.podprotocol.solana.rpc.Simulation;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.Transaction;

/**
 * Sends calls packed into one transaction so that each member gets its own fate. The transaction is
 * simulated first; a call that fails there is taken out, the others go on without it, and of a call
 * with several members the failing one is found by halving.
 */
final class BundleSender {

  private static final int MAX_ATTEMPTS = 3;

  private final SolanaRpc rpc;
  private final TransactionSender sender;
  private final Signer hostingKey;
  private final CallPlanner planner;
  private final TransactionPacker packer;
  private final HostedMetrics metrics;

  BundleSender(
      SolanaRpc rpc,
      TransactionSender sender,
      Signer hostingKey,
      CallPlanner planner,
      HostedMetrics metrics) {
    this.rpc = rpc;
    this.sender = sender;
    this.hostingKey = hostingKey;
    this.planner = planner;
    this.packer = new TransactionPacker(hostingKey.publicKey());
    this.metrics = metrics;
  }

  /** Plans, packs and sends; every member's result is completed in the end. */
  void send(List<Member> members) {
    for (List<Call> calls : packer.pack(planner.plan(members))) {
      simulate(calls, 1);
    }
  }

  private void simulate(List<Call> calls, int attempt) {
    if (calls.isEmpty()) {
      return;
    }
    metrics.simulations.inc();
    rpc.simulateTransaction(
            Transaction.unsigned(packer.message(instructions(calls))),
            SimulateOptions.dryRun(Commitment.CONFIRMED))
        .whenComplete(
            guarded(
                calls,
                (simulation, failure) -> {
                  if (failure != null) {
                    all(
                        calls,
                        new OperationResult.NotDone("the chain can't be asked: " + words(failure)));
                  } else if (simulation.error() != null) {
                    takeOut(calls, simulation, simulation.error(), attempt);
                  } else {
                    transmit(calls, simulation, attempt);
                  }
                }));
  }

  private void takeOut(
      List<Call> calls, Simulation simulation, TransactionError error, int attempt) {
    TransactionError.InstructionError at = error.instruction();
    int index = at == null ? -1 : at.index() - TransactionPacker.precedingInstructions();
    if (index < 0 || index >= calls.size()) {
      all(calls, new OperationResult.NotDone("the transaction can't run: " + error));
      return;
    }
    metrics.isolated.inc();
    Call failing = calls.get(index);
    var others = new ArrayList<>(calls);
    others.remove(index);
    if (failing.members().size() == 1) {
      failing.members().getFirst().result().complete(refusal(error, simulation.logs()));
    } else {
      int half = failing.members().size() / 2;
      simulateAnew(failing.members().subList(0, half), attempt);
      simulateAnew(failing.members().subList(half, failing.members().size()), attempt);
    }
    simulate(others, attempt);
  }

  private void simulateAnew(List<Member> members, int attempt) {
    for (List<Call> calls : packer.pack(planner.plan(members))) {
      simulate(calls, attempt);
    }
  }

  private static OperationResult refusal(TransactionError error, List<String> logs) {
    String words =
        logs.stream()
            .filter(line -> line.contains("AnchorError") || line.contains("Error Message"))
            .reduce((first, last) -> last)
            .orElse(error.toString());
    return new OperationResult.Refused(words, error.customCode());
  }

  private void transmit(List<Call> calls, Simulation simulation, int attempt) {
    int units = (int) Math.min(1_400_000, simulation.unitsConsumed() * 11 / 10 + 1_000);
    metrics.transactions.inc();
    metrics.packed.update(calls.stream().mapToInt(call -> call.members().size()).sum());
    SendRequest request =
        SendRequest.of(hostingKey, instructions(calls))
            .withLimits(ComputeLimits.fixed(units))
            .withoutPreflight();
    sender
        .send(request)
        .outcome()
        .whenComplete(
            guarded(
                calls,
                (outcome, failure) -> {
                  if (failure != null) {
                    all(calls, new OperationResult.NotDone("it was not sent: " + words(failure)));
                  } else {
                    end(calls, outcome, attempt);
                  }
                }));
  }

  private void end(List<Call> calls, Outcome outcome, int attempt) {
    switch (outcome) {
      case Outcome.Landed landed -> done(calls, landed);
      case Outcome.Failed failed -> {
        // Something changed between simulation and landing: simulation now shows whose fault it is.
        metrics.failed.inc();
        again(calls, "it failed on chain: " + failed.error(), attempt);
      }
      case Outcome.Expired expired -> again(calls, "its transaction expired", attempt);
      case Outcome.Rejected rejected -> again(calls, rejected.reason(), attempt);
      case Outcome.Unknown unknown ->
          all(calls, new OperationResult.Unknown(unknown.signature().toBase58(), unknown.reason()));
    }
  }

  private void again(List<Call> calls, String reason, int attempt) {
    if (attempt >= MAX_ATTEMPTS) {
      all(calls, new OperationResult.NotDone(reason));
    } else {
      simulate(calls, attempt + 1);
    }
  }

  private static void done(List<Call> calls, Outcome.Landed landed) {
    for (Call call : calls) {
      for (int i = 0; i < call.members().size(); i++) {
        call.members()
            .get(i)
            .result()
            .complete(
                new OperationResult.Done(
                    call.addresses().get(i), landed.signature().toBase58(), landed.slot()));
      }
    }
  }

  private static void all(List<Call> calls, OperationResult result) {
    calls.forEach(call -> call.members().forEach(member -> member.result().complete(result)));
  }

  private static List<TransactionInstruction> instructions(List<Call> calls) {
    return calls.stream().map(Call::instruction).toList();
  }

  private interface Step<T> {
    void take(T value, @Nullable Throwable failure);
  }

  /** A step that fails takes its members' results with it, so that nobody waits for ever. */
  private static <T> java.util.function.BiConsumer<T, @Nullable Throwable> guarded(
      List<Call> calls, Step<T> step) {
    return (value, failure) -> {
      try {
        step.take(value, failure);
      } catch (RuntimeException e) {
        all(calls, new OperationResult.NotDone("a fault of the relay: " + e));
      }
    };
  }

  private static String words(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }
}
