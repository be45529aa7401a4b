package org.podprotocol.solana.transaction;

import java.util.Arrays;
import java.util.Objects;

/**
 * An instruction as it stands in a message: indexes instead of addresses.
 *
 * @param programIndex index of the program among the message's accounts
 * @param accountIndexes one unsigned byte an account
 * @param data the program's own input
 */
public record CompiledInstruction(int programIndex, byte[] accountIndexes, byte[] data) {

  /** Takes copies. */
  public CompiledInstruction {
    accountIndexes = accountIndexes.clone();
    data = data.clone();
  }

  @Override
  public byte[] accountIndexes() {
    return accountIndexes.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  int accountCount() {
    return accountIndexes.length;
  }

  int accountIndex(int position) {
    return Byte.toUnsignedInt(accountIndexes[position]);
  }

  void writeTo(WireWriter out) {
    out.u8(programIndex);
    out.length(accountIndexes.length).bytes(accountIndexes);
    out.length(data.length).bytes(data);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompiledInstruction that
        && programIndex == that.programIndex
        && Arrays.equals(accountIndexes, that.accountIndexes)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(programIndex, Arrays.hashCode(accountIndexes), Arrays.hashCode(data));
  }
}
