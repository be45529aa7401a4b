package org.podprotocol.solana.transaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/** Instructions of the compute budget program. */
public final class ComputeBudget {

  /** The program. */
  public static final PublicKey PROGRAM =
      new PublicKey("ComputeBudget111111111111111111111111111111");

  /** The most compute units a transaction can ask for. */
  public static final int MAX_UNITS = 1_400_000;

  /** The most bytes of loaded account data a transaction can ask for: 64 MiB. */
  public static final int MAX_LOADED_ACCOUNTS_BYTES = 64 * 1024 * 1024;

  private ComputeBudget() {}

  /** SetComputeUnitLimit. */
  public static TransactionInstruction unitLimit(int units) {
    if (units < 0 || units > MAX_UNITS) {
      throw new IllegalArgumentException(
          "a unit limit lies between 0 and " + MAX_UNITS + ": " + units);
    }
    return instruction(buffer(5).put((byte) 2).putInt(units));
  }

  /** SetComputeUnitPrice, in micro-lamports a unit. */
  public static TransactionInstruction unitPrice(long microLamports) {
    if (microLamports < 0) {
      throw new IllegalArgumentException("a unit price is not negative: " + microLamports);
    }
    return instruction(buffer(9).put((byte) 3).putLong(microLamports));
  }

  /** SetLoadedAccountsDataSizeLimit, in bytes over all accounts and programs of the transaction. */
  public static TransactionInstruction loadedAccountsDataSize(int bytes) {
    if (bytes <= 0 || bytes > MAX_LOADED_ACCOUNTS_BYTES) {
      throw new IllegalArgumentException(
          "a loaded data limit lies between 1 byte and 64 MiB: " + bytes);
    }
    return instruction(buffer(5).put((byte) 4).putInt(bytes));
  }

  /**
   * The priority fee in lamports: units times price, rounded up.
   *
   * @throws ArithmeticException if it exceeds 63 bits
   */
  public static long priorityFeeLamports(int units, long microLamportsPerUnit) {
    long micro = Math.multiplyExact((long) units, microLamportsPerUnit);
    return micro / 1_000_000 + (micro % 1_000_000 == 0 ? 0 : 1);
  }

  /** The instructions that are not of the compute budget program. */
  public static List<TransactionInstruction> strip(List<TransactionInstruction> instructions) {
    return instructions.stream().filter(i -> !i.getProgramId().equals(PROGRAM)).toList();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TransactionInstruction instruction(ByteBuffer data) {
    return new TransactionInstruction(PROGRAM, List.of(), data.array());
  }
}
