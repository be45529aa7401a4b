package org.podprotocol.solana.transaction;

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
   * Reads the data of a table account.
   *
   * @throws IllegalArgumentException if it is not an active, initialised table
   */
  public static AddressLookupTable decode(PublicKey address, byte[] accountData) {
    if (accountData.length < META_BYTES
        || (accountData.length - META_BYTES) % 32 != 0
        || accountData[0] != 1
        || accountData[1] != 0
        || accountData[2] != 0
        || accountData[3] != 0) {
      throw new IllegalArgumentException(address + " is not an initialised lookup table");
    }
    for (int i = 4; i < 12; i++) {
      // The deactivation slot stands at u64::MAX as long as the table is active.
      if (accountData[i] != (byte) 0xff) {
        throw new IllegalArgumentException("lookup table " + address + " is deactivated");
      }
    }
    List<PublicKey> entries = new ArrayList<>();
    for (int offset = META_BYTES; offset < accountData.length; offset += 32) {
      entries.add(PublicKey.readPubkey(accountData, offset));
    }
    return new AddressLookupTable(address, entries);
  }
}
