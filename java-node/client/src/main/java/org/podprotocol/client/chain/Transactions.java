package org.podprotocol.client.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolConstants;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;

/** One instruction, one transaction. */
final class Transactions {
  private static final int NAME_LENGTH = Math.toIntExact(PodProtocolConstants.NAME_LENGTH);

  /** The program with its upgrade buffer, and the accounts of any instruction, several times. */
  private static final int LOADED_BYTES = 1 << 20;

  private final TransactionSender sender;
  private final boolean preflight;

  /**
   * @param preflight whether a node simulates a transaction before it forwards it
   */
  Transactions(TransactionSender sender, boolean preflight) {
    this.sender = sender;
    this.preflight = preflight;
  }

  /**
   * Sends an instruction with limits found by simulation; ends when it is confirmed, fails with
   * {@link ChainException}.
   *
   * @param payer pays the fee
   * @param signers who has to sign besides; may be the payer
   */
  CompletableFuture<Outcome.Landed> send(
      Signer payer, TransactionInstruction instruction, Signer... signers) {
    return send(ComputeLimits.simulated(), payer, instruction, signers);
  }

  /**
   * The same for an instruction whose use of compute units is known, which saves the simulation.
   *
   * @param units more than it can take
   */
  CompletableFuture<Outcome.Landed> send(
      int units, Signer payer, TransactionInstruction instruction, Signer... signers) {
    ComputeLimits limits = ComputeLimits.fixed(units).withLoadedBytes(LOADED_BYTES);
    return send(limits, payer, instruction, signers);
  }

  private CompletableFuture<Outcome.Landed> send(
      ComputeLimits limits, Signer payer, TransactionInstruction instruction, Signer... signers) {
    List<Signer> others =
        Stream.of(signers).filter(signer -> !signer.publicKey().equals(payer.publicKey())).toList();
    SendRequest request =
        SendRequest.of(payer, List.of(instruction)).withSigners(others).withLimits(limits);
    return sender
        .send(preflight ? request : request.withoutPreflight())
        .outcome()
        .thenApply(
            outcome -> {
              if (outcome instanceof Outcome.Landed landed) {
                return landed;
              }
              throw new ChainException(outcome);
            });
  }

  /** The same, for those who don't need to know where it landed. */
  CompletableFuture<Void> execute(
      Signer payer, TransactionInstruction instruction, Signer... signers) {
    return send(payer, instruction, signers).thenAccept(landed -> {});
  }

  /** A name as accounts hold it. */
  static byte[] padded(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > NAME_LENGTH) {
      throw new IllegalArgumentException("a name has 1 to 32 bytes of UTF-8, not " + bytes.length);
    }
    return Arrays.copyOf(bytes, NAME_LENGTH);
  }
}
