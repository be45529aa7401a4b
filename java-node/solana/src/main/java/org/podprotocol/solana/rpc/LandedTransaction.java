package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.utils.Base58;
import org.podprotocol.solana.transaction.CompiledInstruction;
import org.podprotocol.solana.transaction.Transaction;

/**
 * A transaction in the ledger.
 *
 * @param slot where it landed
 * @param blockTime Unix seconds, or null if unknown
 * @param transaction what was sent
 * @param error why it failed, or null
 * @param feeLamports what it cost
 * @param computeUnits what it used, or null if unknown
 * @param logs log lines; truncated by the runtime at 10 kB
 * @param accounts all accounts: those in the message, then those loaded writable, then those loaded
 *     read-only
 * @param innerInstructions instructions made by programs, in order
 */
public record LandedTransaction(
    long slot,
    @Nullable Long blockTime,
    Transaction transaction,
    @Nullable TransactionError error,
    long feeLamports,
    @Nullable Long computeUnits,
    List<String> logs,
    List<PublicKey> accounts,
    List<InnerInstruction> innerInstructions) {

  /**
   * An instruction that a program made.
   *
   * @param outerIndex the instruction of the transaction under which it ran
   * @param stackHeight its depth: 2 for a call from an outer instruction; 0 if the node does not
   *     say
   * @param instruction the instruction; its indexes go into {@link #accounts()}
   */
  public record InnerInstruction(
      int outerIndex, int stackHeight, CompiledInstruction instruction) {}

  static @Nullable LandedTransaction decode(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    Transaction transaction = decodeWire(Json.base64(Json.member(node, "transaction")));
    JsonNode meta = Json.member(node, "meta");
    List<PublicKey> accounts = new ArrayList<>(transaction.message().accountKeys());
    JsonNode loaded = Json.optional(meta, "loadedAddresses");
    if (loaded != null) {
      accounts.addAll(Json.list(Json.member(loaded, "writable"), Json::key));
      accounts.addAll(Json.list(Json.member(loaded, "readonly"), Json::key));
    }
    return new LandedTransaction(
        Json.integer(node, "slot"),
        Json.optionalInteger(node, "blockTime"),
        transaction,
        TransactionError.decode(meta.get("err")),
        Json.integer(meta, "fee"),
        Json.optionalInteger(meta, "computeUnitsConsumed"),
        Json.optionalList(meta, "logMessages", Json::text),
        List.copyOf(accounts),
        inner(meta));
  }

  private static Transaction decodeWire(byte[] wire) {
    try {
      return Transaction.decode(wire);
    } catch (IllegalArgumentException e) {
      throw new MalformedResponseException("unreadable transaction", e);
    }
  }

  private static List<InnerInstruction> inner(JsonNode meta) {
    List<InnerInstruction> all = new ArrayList<>();
    JsonNode groups = Json.optional(meta, "innerInstructions");
    if (groups == null) {
      return List.of();
    }
    for (JsonNode group : groups) {
      int outer = (int) Json.integer(group, "index");
      for (JsonNode instruction : Json.member(group, "instructions")) {
        Long height = Json.optionalInteger(instruction, "stackHeight");
        all.add(
            new InnerInstruction(
                outer, height == null ? 0 : height.intValue(), compiled(instruction)));
      }
    }
    return List.copyOf(all);
  }

  private static CompiledInstruction compiled(JsonNode node) {
    JsonNode indexes = Json.member(node, "accounts");
    byte[] accounts = new byte[indexes.size()];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = (byte) Json.integer(indexes.get(i));
    }
    return new CompiledInstruction(
        (int) Json.integer(node, "programIdIndex"),
        accounts,
        Json.parsed(Json.text(node, "data"), Base58::decode));
  }
}
