package org.podprotocol.solana.deploy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.transaction.SystemProgram;

/** Instructions of the upgradeable BPF loader (crate solana-loader-v3-interface). */
public final class UpgradeableLoader {

  /** The program. */
  public static final PublicKey PROGRAM =
      new PublicKey("BPFLoaderUpgradeab1e11111111111111111111111");

  /** Bytes of a Program account. */
  public static final int PROGRAM_BYTES = 36;

  /** Bytes of a Buffer account before the program's own. */
  public static final int BUFFER_HEADER_BYTES = 37;

  /** Bytes of a ProgramData account before the program's own. */
  public static final int PROGRAM_DATA_HEADER_BYTES = 45;

  /** The most bytes that an account can have. */
  public static final int MAX_ACCOUNT_BYTES = 10 * 1024 * 1024;

  /** The fewest bytes that a program is extended by (SIMD-0431), if there is room for so many. */
  public static final int MIN_EXTENSION_BYTES = 10 * 1024;

  private static final PublicKey CLOCK =
      new PublicKey("SysvarC1ock11111111111111111111111111111111");
  private static final PublicKey RENT =
      new PublicKey("SysvarRent111111111111111111111111111111111");

  private UpgradeableLoader() {}

  /** Where the code of a program is. */
  public static PublicKey programData(PublicKey program) {
    return PublicKey.findProgramAddress(List.of(program.toByteArray()), PROGRAM).getAddress();
  }

  /**
   * Makes an account of the loader a buffer; belongs into the transaction that makes the account.
   */
  public static TransactionInstruction initializeBuffer(PublicKey buffer, PublicKey authority) {
    return instruction(data(4, 0), writable(buffer), readOnly(authority));
  }

  /** Writes a piece of a program into a buffer. */
  public static TransactionInstruction write(
      PublicKey buffer, PublicKey authority, int offset, byte[] bytes) {
    return instruction(
        data(16 + bytes.length, 1).putInt(offset).putLong(bytes.length).put(bytes),
        writable(buffer),
        signer(authority));
  }

  /**
   * Makes a program of a buffer, which ends; its lamports go to the payer first.
   *
   * @param program an account of the loader with {@link #PROGRAM_BYTES} bytes, made in the same
   *     transaction
   * @param authority the buffer's, and then the program's
   * @param maxLength the most bytes that the program can have until it is extended
   */
  public static TransactionInstruction deploy(
      PublicKey payer, PublicKey program, PublicKey buffer, PublicKey authority, int maxLength) {
    return instruction(
        data(12, 2).putLong(maxLength),
        new AccountMeta(payer, true, true),
        writable(programData(program)),
        writable(program),
        writable(buffer),
        readOnly(RENT),
        readOnly(CLOCK),
        readOnly(SystemProgram.PROGRAM),
        signer(authority));
  }

  /**
   * Replaces a program's code by that of a buffer, which ends.
   *
   * @param spill gets the buffer's lamports
   */
  public static TransactionInstruction upgrade(
      PublicKey program, PublicKey buffer, PublicKey authority, PublicKey spill) {
    return instruction(
        data(4, 3),
        writable(programData(program)),
        writable(program),
        writable(buffer),
        writable(spill),
        readOnly(RENT),
        readOnly(CLOCK),
        signer(authority));
  }

  /**
   * Gives a buffer or a program to another authority, which does not have to sign.
   *
   * @param account the Buffer or ProgramData account
   * @param next null: nobody, for ever
   */
  public static TransactionInstruction setAuthority(
      PublicKey account, PublicKey authority, @Nullable PublicKey next) {
    List<AccountMeta> accounts = new ArrayList<>(List.of(writable(account), signer(authority)));
    if (next != null) {
      accounts.add(readOnly(next));
    }
    return new TransactionInstruction(PROGRAM, accounts, data(4, 4).array());
  }

  /** Gives a buffer or a program to another authority, which signs: it is somebody's key. */
  public static TransactionInstruction setAuthorityChecked(
      PublicKey account, PublicKey authority, PublicKey next) {
    return instruction(data(4, 7), writable(account), signer(authority), signer(next));
  }

  /** Ends a buffer. */
  public static TransactionInstruction closeBuffer(
      PublicKey buffer, PublicKey recipient, PublicKey authority) {
    return instruction(data(4, 5), writable(buffer), writable(recipient), signer(authority));
  }

  /** Makes room for a longer program; the payer pays the rent. */
  public static TransactionInstruction extend(PublicKey program, PublicKey payer, int bytes) {
    return instruction(
        data(8, 6).putInt(bytes),
        writable(programData(program)),
        writable(program),
        readOnly(SystemProgram.PROGRAM),
        new AccountMeta(payer, true, true));
  }

  /** The same on clusters where the program's authority has to sign. */
  public static TransactionInstruction extendChecked(
      PublicKey program, PublicKey authority, PublicKey payer, int bytes) {
    return instruction(
        data(8, 9).putInt(bytes),
        writable(programData(program)),
        writable(program),
        signer(authority),
        readOnly(SystemProgram.PROGRAM),
        new AccountMeta(payer, true, true));
  }

  private static AccountMeta writable(PublicKey key) {
    return new AccountMeta(key, false, true);
  }

  private static AccountMeta readOnly(PublicKey key) {
    return new AccountMeta(key, false, false);
  }

  private static AccountMeta signer(PublicKey key) {
    return new AccountMeta(key, true, false);
  }

  private static ByteBuffer data(int size, int instruction) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).putInt(instruction);
  }

  private static TransactionInstruction instruction(ByteBuffer data, AccountMeta... accounts) {
    return new TransactionInstruction(PROGRAM, List.of(accounts), data.array());
  }
}
