package org.podprotocol.solana.deploy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.rpc.AccountInfo;

/** An account of the upgradeable loader (UpgradeableLoaderState in solana-loader-v3-interface). */
sealed interface LoaderAccount {

  /**
   * A program that is being written.
   *
   * @param authority may write and use it; empty: nobody
   * @param code as far as it is written; the rest is zeros
   */
  record Buffer(Optional<PublicKey> authority, byte[] code) implements LoaderAccount {}

  /** A program; its code is elsewhere. */
  record Program(PublicKey programData) implements LoaderAccount {}

  /**
   * The code of a program.
   *
   * @param slot in which it was last deployed or extended
   * @param authority may upgrade it; empty: nobody
   * @param code the ELF file, and zeros up to the account's end
   */
  record ProgramData(long slot, Optional<PublicKey> authority, byte[] code)
      implements LoaderAccount {}

  /** Empty if the account is another program's, or not in use. */
  static Optional<LoaderAccount> read(AccountInfo account) {
    byte[] data = account.data();
    if (!account.owner().equals(UpgradeableLoader.PROGRAM) || data.length < Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    int kind = in.getInt();
    if (kind == 1 && data.length >= UpgradeableLoader.BUFFER_HEADER_BYTES) {
      return Optional.of(
          new Buffer(authority(in), rest(data, UpgradeableLoader.BUFFER_HEADER_BYTES)));
    }
    if (kind == 2 && data.length >= UpgradeableLoader.PROGRAM_BYTES) {
      return Optional.of(new Program(key(in)));
    }
    if (kind == 3 && data.length >= UpgradeableLoader.PROGRAM_DATA_HEADER_BYTES) {
      return Optional.of(
          new ProgramData(
              in.getLong(),
              authority(in),
              rest(data, UpgradeableLoader.PROGRAM_DATA_HEADER_BYTES)));
    }
    return Optional.empty();
  }

  private static Optional<PublicKey> authority(ByteBuffer in) {
    return in.get() == 0 ? Optional.empty() : Optional.of(key(in));
  }

  private static PublicKey key(ByteBuffer in) {
    byte[] bytes = new byte[PublicKey.PUBLIC_KEY_LENGTH];
    in.get(bytes);
    return new PublicKey(bytes);
  }

  private static byte[] rest(byte[] data, int from) {
    return Arrays.copyOfRange(data, from, data.length);
  }
}
