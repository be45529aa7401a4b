package org.podprotocol.solana.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.keys.Signer;

/**
 * A message with the signatures it has so far. Signatures belong to keys: in which order the
 * signers come does not matter. Immutable.
 */
public final class Transaction {

  private final Message message;
  private final @Nullable Signature[] signatures;

  private Transaction(Message message, @Nullable Signature[] signatures) {
    this.message = message;
    this.signatures = signatures;
  }

  /** A transaction without signatures, for simulation or for signers to come. */
  public static Transaction unsigned(Message message) {
    return new Transaction(message, new @Nullable Signature[message.requiredSignatures()]);
  }

  /**
   * Signs on the calling thread with keys in memory.
   *
   * @throws IllegalArgumentException if a key is not a signer of the message
   */
  public static Transaction signed(Message message, Keypair... keypairs) {
    Transaction transaction = unsigned(message);
    for (Keypair keypair : keypairs) {
      transaction = transaction.with(keypair.publicKey(), keypair.signNow(message.wire()));
    }
    return transaction;
  }

  /**
   * Asks every signer, in parallel where they are remote.
   *
   * @return fails with {@link IllegalArgumentException} if a signer is not one of the message's,
   *     and with whatever a signer fails with
   */
  public static CompletableFuture<Transaction> sign(
      Message message, Collection<? extends Signer> signers) {
    Map<PublicKey, CompletableFuture<Signature>> answers = new HashMap<>();
    for (Signer signer : signers) {
      answers.computeIfAbsent(signer.publicKey(), key -> signer.sign(message.toBytes()));
    }
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Transaction transaction = unsigned(message);
              for (Map.Entry<PublicKey, CompletableFuture<Signature>> answer : answers.entrySet()) {
                transaction = transaction.with(answer.getKey(), answer.getValue().join());
              }
              return transaction;
            });
  }

  /**
   * Reads a transaction from its wire bytes; a signature of zeros counts as missing.
   *
   * @throws IllegalArgumentException if they are malformed
   */
  public static Transaction decode(byte[] wire) {
    WireReader in = new WireReader(wire);
    int count = in.count(Signature.LENGTH);
    @Nullable Signature[] signatures = new @Nullable Signature[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = in.bytes(Signature.LENGTH);
      signatures[i] = Arrays.equals(bytes, new byte[Signature.LENGTH]) ? null : Signature.of(bytes);
    }
    Message message = Message.decode(in.rest());
    if (message.requiredSignatures() != count) {
      throw new IllegalArgumentException(
          "malformed transaction: "
              + count
              + " signatures, but "
              + message.requiredSignatures()
              + " signers");
    }
    return new Transaction(message, signatures);
  }

  /**
   * The same transaction with one signature more.
   *
   * @throws IllegalArgumentException if the key is not a signer of the message
   */
  public Transaction with(PublicKey key, Signature signature) {
    int index = message.signers().indexOf(key);
    if (index < 0) {
      throw new IllegalArgumentException(key + " is not a signer of this transaction");
    }
    @Nullable Signature[] more = signatures.clone();
    more[index] = signature;
    return new Transaction(message, more);
  }

  /** The message that is signed. */
  public Message message() {
    return message;
  }

  /**
   * The transaction's id: the fee payer's signature.
   *
   * @throws IllegalStateException if the fee payer has not signed
   */
  public Signature id() {
    Signature first = signatures[0];
    if (first == null) {
      throw new IllegalStateException("the fee payer " + message.feePayer() + " has not signed");
    }
    return first;
  }

  /** The signature of one key, or null if it has not signed or is no signer. */
  public @Nullable Signature signatureOf(PublicKey key) {
    int index = message.signers().indexOf(key);
    return index < 0 ? null : signatures[index];
  }

  /** The signers whose signatures are missing. */
  public List<PublicKey> missingSigners() {
    List<PublicKey> missing = new ArrayList<>();
    for (int i = 0; i < signatures.length; i++) {
      if (signatures[i] == null) {
        missing.add(message.accountKeys().get(i));
      }
    }
    return missing;
  }

  /** True if every signature is there and verifies. */
  public boolean verify() {
    for (int i = 0; i < signatures.length; i++) {
      Signature signature = signatures[i];
      if (signature == null || !signature.verify(message.accountKeys().get(i), message.wire())) {
        return false;
      }
    }
    return true;
  }

  /** The wire bytes; missing signatures are zeros. */
  public byte[] toBytes() {
    byte[] wire = new byte[message.transactionSize()];
    wire[0] = (byte) signatures.length;
    for (int i = 0; i < signatures.length; i++) {
      Signature signature = signatures[i];
      if (signature != null) {
        signature.copyTo(wire, 1 + i * Signature.LENGTH);
      }
    }
    System.arraycopy(
        message.wire(), 0, wire, 1 + signatures.length * Signature.LENGTH, message.wireLength());
    return wire;
  }

  /** The wire bytes in base64, as RPC takes them. */
  public String toBase64() {
    return Base64.getEncoder().encodeToString(toBytes());
  }
}
