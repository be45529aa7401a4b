package org.podprotocol.relay.chain.hosted;

import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.transaction.Blockhash;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.Message;
import org.podprotocol.solana.transaction.TransactionTooLargeException;

/**
 * Fills transactions with calls, each into the first that has room: in bytes (1,232 with three
 * compute-budget instructions), in accounts (64) and in compute units (1.4 million).
 */
final class TransactionPacker {

  private static final int MAX_ACCOUNTS = 64;

  private final PublicKey payer;

  TransactionPacker(PublicKey payer) {
    this.payer = payer;
  }

  /**
   * @throws IllegalArgumentException if a single call does not fit a transaction
   */
  List<List<Call>> pack(List<Call> calls) {
    var packed = new ArrayList<List<Call>>();
    for (Call call : calls) {
      List<Call> target = null;
      for (List<Call> open : packed) {
        if (fits(open, call)) {
          target = open;
          break;
        }
      }
      if (target == null) {
        if (!fits(List.of(), call)) {
          throw new IllegalArgumentException("a single operation does not fit a transaction");
        }
        target = new ArrayList<>();
        packed.add(target);
      }
      target.add(call);
    }
    return packed;
  }

  private boolean fits(List<Call> open, Call more) {
    long units = more.units();
    var instructions = new ArrayList<TransactionInstruction>();
    for (Call call : open) {
      units += call.units();
      instructions.add(call.instruction());
    }
    instructions.add(more.instruction());
    if (units > ComputeBudget.MAX_UNITS) {
      return false;
    }
    try {
      return message(instructions).accountKeys().size() <= MAX_ACCOUNTS;
    } catch (TransactionTooLargeException e) {
      return false;
    }
  }

  /**
   * The instructions as they are simulated: with every compute-budget instruction the sender may
   * add.
   */
  Message message(List<TransactionInstruction> instructions) {
    var all = new ArrayList<TransactionInstruction>();
    all.add(ComputeBudget.unitLimit(ComputeBudget.MAX_UNITS));
    all.add(ComputeBudget.unitPrice(0));
    all.add(ComputeBudget.loadedAccountsDataSize(ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES));
    all.addAll(instructions);
    return Message.legacy(payer, Blockhash.ZERO, all);
  }

  /** Compute-budget instructions in front of those given to {@link #message}. */
  static int precedingInstructions() {
    return 3;
  }
}
