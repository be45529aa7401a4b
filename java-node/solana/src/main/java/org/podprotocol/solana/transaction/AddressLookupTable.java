package org.podprotocol.solana.transaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * A lookup table: a v0 message names its entries by one byte each.
 *
 * @param address the table's account
 * @param addresses its entries in order, at most 256
 */
public record AddressLookupTable(PublicKey address, List<PublicKey> addresses) {

  /** The program that owns lookup tables. */
  public static final PublicKey PROGRAM =
      new PublicKey("AddressLookupTab1e1111111111111111111111111");

  /** Bytes of a table account before the first entry. */
  public static final int META_BYTES = 56;

  /** Takes a copy. */
  public AddressLookupTable {
    addresses = List.copyOf(addresses);
    if (addresses.size() > 256) {
      throw new IllegalArgumentException("a lookup table has at most 256 entries");
    }
  }

  /**
   * Reads the data of a table account: type u32 (1), deactivation slot u64 (all ones while active),
   * slot of the last extension u64, index of the first entry of that extension u8, authority, then
   * the entries.
   *
   * @param slot at which the account was read: entries added in this slot can't be used yet and are
   *     left out
   * @throws IllegalArgumentException if it is not an active, initialised table
   */
  public static AddressLookupTable decode(PublicKey address, byte[] accountData, long slot) {
    if (accountData.length < META_BYTES || (accountData.length - META_BYTES) % 32 != 0) {
      throw new IllegalArgumentException(address + " is not a lookup table");
    }
    ByteBuffer meta = ByteBuffer.wrap(accountData).order(ByteOrder.LITTLE_ENDIAN);
    if (meta.getInt() != 1) {
      throw new IllegalArgumentException(address + " is not an initialised lookup table");
    }
    if (meta.getLong() != -1) {
      throw new IllegalArgumentException("lookup table " + address + " is deactivated");
    }
    long extendedAt = meta.getLong();
    int firstNew = Byte.toUnsignedInt(meta.get());
    int count = (accountData.length - META_BYTES) / 32;
    int usable = Long.compareUnsigned(slot, extendedAt) > 0 ? count : Math.min(count, firstNew);
    List<PublicKey> entries = new ArrayList<>(usable);
    for (int i = 0; i < usable; i++) {
      entries.add(PublicKey.readPubkey(accountData, META_BYTES + i * 32));
    }
    return new AddressLookupTable(address, entries);
  }
}
