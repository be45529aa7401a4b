package org.podprotocol.protocol;

import java.util.List;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * The keys an agent signed with, or a relay signed receipts with, one after the other: proven by
 * the key chain in its account ({@code docs/protocol.md} section 1).
 *
 * @param periods the keys, the present one last; each since its slot, unsigned and rising, until
 *     the next one's
 */
public record KeyHistory(List<Period> periods) {
  /**
   * A key's time.
   *
   * @param key Ed25519 public key
   * @param sinceSlot the slot at which it became the key
   */
  public record Period(Address key, long sinceSlot) {}

  public KeyHistory {
    periods = List.copyOf(periods);
    if (periods.isEmpty()) {
      throw new IllegalArgumentException("an account always has a key");
    }
    for (int i = 1; i < periods.size(); i++) {
      if (Long.compareUnsigned(periods.get(i).sinceSlot(), periods.get(i - 1).sinceSlot()) < 0) {
        throw new IllegalArgumentException("a key begins before the one it replaces");
      }
    }
  }

  /**
   * The chain after {@code key} was replaced at a slot: SHA-256(chain || key || until_slot u64).
   */
  public static Hash extend(Hash chain, Address key, long untilSlot) {
    byte[] bytes = new byte[2 * Bytes32.LENGTH + Long.BYTES];
    chain.copyTo(bytes, 0);
    key.copyTo(bytes, Bytes32.LENGTH);
    LittleEndian.putInt64(bytes, 2 * Bytes32.LENGTH, untilSlot);
    return Sha256.of(bytes);
  }

  /**
   * The key chain that the account has if this is its history. It commits to the slots at which the
   * earlier keys ended, not to that at which the first began.
   */
  public Hash chain() {
    Hash chain = Hash.ZERO;
    for (int i = 1; i < periods.size(); i++) {
      chain = extend(chain, periods.get(i - 1).key(), periods.get(i).sinceSlot());
    }
    return chain;
  }

  /** Whether it is the history of an account that has this chain, present key and slot. */
  public boolean isOf(Hash keyChain, Address presentKey, long presentSinceSlot) {
    return chain().equals(keyChain)
        && periods.get(periods.size() - 1).equals(new Period(presentKey, presentSinceSlot));
  }

  /**
   * Whether {@code key} was the key at some slot from {@code first} to {@code last}, both included
   * and unsigned.
   */
  public boolean wasCurrent(Address key, long first, long last) {
    for (int i = 0; i < periods.size(); i++) {
      boolean begun = Long.compareUnsigned(periods.get(i).sinceSlot(), last) <= 0;
      boolean lasts =
          i + 1 == periods.size()
              || Long.compareUnsigned(periods.get(i + 1).sinceSlot(), first) >= 0;
      if (begun && lasts && periods.get(i).key().equals(key)) {
        return true;
      }
    }
    return false;
  }
}
