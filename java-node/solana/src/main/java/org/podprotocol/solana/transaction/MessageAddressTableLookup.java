package org.podprotocol.solana.transaction;

import java.util.Arrays;
import java.util.Objects;
import org.p2p.solanaj.core.PublicKey;

/**
 * The accounts that a v0 message takes from one lookup table.
 *
 * @param table the table's account
 * @param writableIndexes entries loaded writable, one unsigned byte each
 * @param readonlyIndexes entries loaded read-only
 */
public record MessageAddressTableLookup(
    PublicKey table, byte[] writableIndexes, byte[] readonlyIndexes) {

  /** Takes copies. */
  public MessageAddressTableLookup {
    writableIndexes = writableIndexes.clone();
    readonlyIndexes = readonlyIndexes.clone();
  }

  @Override
  public byte[] writableIndexes() {
    return writableIndexes.clone();
  }

  @Override
  public byte[] readonlyIndexes() {
    return readonlyIndexes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageAddressTableLookup that
        && table.equals(that.table)
        && Arrays.equals(writableIndexes, that.writableIndexes)
        && Arrays.equals(readonlyIndexes, that.readonlyIndexes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, Arrays.hashCode(writableIndexes), Arrays.hashCode(readonlyIndexes));
  }
}
