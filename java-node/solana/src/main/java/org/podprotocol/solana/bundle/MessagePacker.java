package org.podprotocol.solana.bundle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.transaction.AddressLookupTable;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.MessageSize;
import org.podprotocol.solana.transaction.MessageVersion;

/**
 * Fills transactions with operations, in order, until the next would exceed the bytes, the
 * accounts, the instructions or the compute units. The size is that of the compiled message, not an
 * estimate: accounts shared by operations count once.
 */
public final class MessagePacker {

  private final PublicKey feePayer;
  private final List<AddressLookupTable> tables;
  private final PackLimits limits;

  /** Packs for a fee payer, with lookup tables if there are any. */
  public MessagePacker(PublicKey feePayer, List<AddressLookupTable> tables, PackLimits limits) {
    this.feePayer = feePayer;
    this.tables = List.copyOf(tables);
    this.limits = limits;
  }

  /**
   * Splits operations into groups, each of which fits a transaction together with unit limit, unit
   * price and loaded data limit.
   *
   * @throws IllegalArgumentException if one operation alone doesn't fit; it says which
   */
  public List<List<Operation>> pack(List<Operation> operations) {
    List<List<Operation>> groups = new ArrayList<>();
    List<Operation> group = new ArrayList<>();
    for (Operation operation : operations) {
      group.add(operation);
      if (!fits(group)) {
        group.remove(group.size() - 1);
        if (group.isEmpty()) {
          throw tooLarge(operations.indexOf(operation));
        }
        groups.add(group);
        group = new ArrayList<>();
        group.add(operation);
        if (!fits(group)) {
          throw tooLarge(operations.indexOf(operation));
        }
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private static IllegalArgumentException tooLarge(int index) {
    return new IllegalArgumentException("operation " + index + " alone doesn't fit a transaction");
  }

  /** True if these operations fit one transaction. */
  public boolean fits(List<Operation> group) {
    long units = 0;
    List<TransactionInstruction> all = new ArrayList<>();
    all.add(ComputeBudget.unitLimit(ComputeBudget.MAX_UNITS));
    all.add(ComputeBudget.unitPrice(1));
    all.add(ComputeBudget.loadedAccountsDataSize(ComputeBudget.MAX_LOADED_ACCOUNTS_BYTES));
    for (Operation operation : group) {
      units += operation.computeUnits();
      all.addAll(operation.instructions());
    }
    return units <= limits.maxUnits()
        && all.size() <= limits.maxInstructions()
        && accounts(all) <= limits.maxAccounts()
        && MessageSize.of(version(), feePayer, all, tables) <= version().maxTransactionBytes();
  }

  private MessageVersion version() {
    return tables.isEmpty() ? MessageVersion.LEGACY : MessageVersion.V0;
  }

  private int accounts(List<TransactionInstruction> instructions) {
    Set<PublicKey> keys = new HashSet<>();
    keys.add(feePayer);
    for (TransactionInstruction instruction : instructions) {
      keys.add(instruction.getProgramId());
      for (AccountMeta meta : instruction.getKeys()) {
        keys.add(meta.getPublicKey());
      }
    }
    return keys.size();
  }
}
