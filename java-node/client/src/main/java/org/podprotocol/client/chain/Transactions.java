package org.podprotocol.client.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolConstants;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;

/** One instruction, one transaction. */
final class Transactions {
  private static final int NAME_LENGTH = Math.toIntExact(PodProtocolConstants.NAME_LENGTH);

  private final TransactionSender sender;

  Transactions(TransactionSender sender) {
    this.sender = sender;
  }

  /**
   * Sends an instruction; ends when it is confirmed, fails with {@link ChainException}.
   *
   * @param payer pays the fee
   * @param signers who has to sign besides; may be the payer
   */
  CompletableFuture<Outcome.Landed> send(
      Signer payer, TransactionInstruction instruction, Signer... signers) {
    List<Signer> others =
        Stream.of(signers).filter(signer -> !signer.publicKey().equals(payer.publicKey())).toList();
    SendRequest request = SendRequest.of(payer, List.of(instruction));
    return sender
        .send(others.isEmpty() ? request : request.withSigners(others))
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
