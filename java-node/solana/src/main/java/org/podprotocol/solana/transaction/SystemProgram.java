package org.podprotocol.solana.transaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
