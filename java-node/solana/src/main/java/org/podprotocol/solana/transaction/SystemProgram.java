package org.podprotocol.solana.transaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/** Instructions of the system program: transfers, accounts, durable nonces. */
public final class SystemProgram {

  /** The program. */
  public static final PublicKey PROGRAM = new PublicKey("11111111111111111111111111111111");

  /** Bytes of a nonce account. */
  public static final int NONCE_ACCOUNT_BYTES = 80;

  private static final int MAX_SEED_BYTES = 32;

  private static final PublicKey RECENT_BLOCKHASHES =
      new PublicKey("SysvarRecentB1ockHashes11111111111111111111");
  private static final PublicKey RENT =
      new PublicKey("SysvarRent111111111111111111111111111111111");

  private SystemProgram() {}

  /** Moves lamports from a signer. */
  public static TransactionInstruction transfer(PublicKey from, PublicKey to, long lamports) {
    return instruction(
        data(12, 2).putLong(lamports), signerWritable(from), new AccountMeta(to, false, true));
  }

  /**
   * Makes an account of the given size, owned by a program; both the payer and the account sign.
   */
  public static TransactionInstruction createAccount(
      PublicKey payer, PublicKey account, long lamports, long space, PublicKey owner) {
    return instruction(
        data(52, 0).putLong(lamports).putLong(space).put(owner.toByteArray()),
        signerWritable(payer),
        signerWritable(account));
  }

  /** Gives an account its size; the account signs. */
  public static TransactionInstruction allocate(PublicKey account, long space) {
    return instruction(data(12, 8).putLong(space), signerWritable(account));
  }

  /** Gives an account to a program; the account signs. */
  public static TransactionInstruction assign(PublicKey account, PublicKey owner) {
    return instruction(data(36, 1).put(owner.toByteArray()), signerWritable(account));
  }

  /**
   * Where the account of a base key, a seed and a program is.
   *
   * @param seed at most 32 bytes of UTF-8
   */
  public static PublicKey addressWithSeed(PublicKey base, String seed, PublicKey owner) {
    return new PublicKey(Sha256.of(base.toByteArray(), seedBytes(seed), owner.toByteArray()));
  }

  /**
   * Gives the account of {@link #addressWithSeed} its size, and to its program; the base key signs.
   */
  public static TransactionInstruction allocateWithSeed(
      PublicKey base, String seed, long space, PublicKey owner) {
    byte[] bytes = seedBytes(seed);
    return instruction(
        data(84 + bytes.length, 9)
            .put(base.toByteArray())
            .putLong(bytes.length)
            .put(bytes)
            .putLong(space)
            .put(owner.toByteArray()),
        new AccountMeta(addressWithSeed(base, seed, owner), false, true),
        new AccountMeta(base, true, false));
  }

  private static byte[] seedBytes(String seed) {
    byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_SEED_BYTES) {
      throw new IllegalArgumentException("a seed has at most 32 bytes, not " + bytes.length);
    }
    return bytes;
  }

  /** Turns a funded account of {@link #NONCE_ACCOUNT_BYTES} bytes into a nonce account. */
  public static TransactionInstruction initializeNonce(
      PublicKey nonceAccount, PublicKey authority) {
    return instruction(
        data(36, 6).put(authority.toByteArray()),
        new AccountMeta(nonceAccount, false, true),
        new AccountMeta(RECENT_BLOCKHASHES, false, false),
        new AccountMeta(RENT, false, false));
  }

  /** Consumes a stored nonce; must be the first instruction of the transaction that uses it. */
  public static TransactionInstruction advanceNonce(PublicKey nonceAccount, PublicKey authority) {
    return instruction(
        data(4, 4),
        new AccountMeta(nonceAccount, false, true),
        new AccountMeta(RECENT_BLOCKHASHES, false, false),
        new AccountMeta(authority, true, false));
  }

  /** Takes lamports out of a nonce account; all of them closes it. */
  public static TransactionInstruction withdrawNonce(
      PublicKey nonceAccount, PublicKey authority, PublicKey to, long lamports) {
    return instruction(
        data(12, 5).putLong(lamports),
        new AccountMeta(nonceAccount, false, true),
        new AccountMeta(to, false, true),
        new AccountMeta(RECENT_BLOCKHASHES, false, false),
        new AccountMeta(RENT, false, false),
        new AccountMeta(authority, true, false));
  }

  private static AccountMeta signerWritable(PublicKey key) {
    return new AccountMeta(key, true, true);
  }

  private static ByteBuffer data(int size, int instruction) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(instruction);
  }

  private static TransactionInstruction instruction(ByteBuffer data, AccountMeta... accounts) {
    return new TransactionInstruction(PROGRAM, List.of(accounts), data.array());
  }
}
