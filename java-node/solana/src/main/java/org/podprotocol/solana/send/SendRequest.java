package org.podprotocol.solana.send;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.transaction.AddressLookupTable;

/**
 * What to send.
 *
 * @param feePayer pays, and signs first
 * @param signers the other signers
 * @param instructions in order; compute budget instructions among them are replaced by the sender's
 *     own
 * @param tables lookup tables to shrink the message with; with any, the message is v0
 * @param limits compute units and loaded bytes
 * @param commitment at which the transaction counts as landed, or as failed
 * @param preflight true: the first node simulates before it forwards; without effect if the limits
 *     are simulated, as that has checked as much
 */
public record SendRequest(
    Signer feePayer,
    List<Signer> signers,
    List<TransactionInstruction> instructions,
    List<AddressLookupTable> tables,
    ComputeLimits limits,
    Commitment commitment,
    boolean preflight,
    @Nullable DurableNonce nonce) {

  /** Takes copies. */
  public SendRequest {
    Objects.requireNonNull(feePayer, "feePayer");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(commitment, "commitment");
    signers = List.copyOf(signers);
    instructions = List.copyOf(instructions);
    tables = List.copyOf(tables);
  }

  /** Paid and signed by one key, limits found by simulation, landed when confirmed. */
  public static SendRequest of(Signer feePayer, List<TransactionInstruction> instructions) {
    return new SendRequest(
        feePayer,
        List.of(),
        instructions,
        List.of(),
        ComputeLimits.simulated(),
        Commitment.CONFIRMED,
        true,
        null);
  }

  /** The same with more signers. */
  public SendRequest withSigners(List<? extends Signer> others) {
    return new SendRequest(
        feePayer, List.copyOf(others), instructions, tables, limits, commitment, preflight, nonce);
  }

  /** The same with lookup tables. */
  public SendRequest withTables(List<AddressLookupTable> others) {
    return new SendRequest(
        feePayer, signers, instructions, others, limits, commitment, preflight, nonce);
  }

  /** The same with other limits. */
  public SendRequest withLimits(ComputeLimits other) {
    return new SendRequest(
        feePayer, signers, instructions, tables, other, commitment, preflight, nonce);
  }

  /** The same, landed at another commitment. */
  public SendRequest withCommitment(Commitment other) {
    return new SendRequest(
        feePayer, signers, instructions, tables, limits, other, preflight, nonce);
  }

  /** The same without preflight: for those who know that the transaction is good. */
  public SendRequest withoutPreflight() {
    return new SendRequest(
        feePayer, signers, instructions, tables, limits, commitment, false, nonce);
  }

  /** The same with the life of a durable nonce; only one transaction of a nonce can ever land. */
  public SendRequest withNonce(DurableNonce durable) {
    return new SendRequest(
        feePayer, signers, instructions, tables, limits, commitment, preflight, durable);
  }
}
