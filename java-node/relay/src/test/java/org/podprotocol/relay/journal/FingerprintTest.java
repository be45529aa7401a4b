package org.podprotocol.relay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Address;

class FingerprintTest {

  /**
   * Key 00..0f, bytes 00..27; by an implementation that gives the paper its value for 15 bytes
   * (appendix A).
   */
  @Test
  void isSipHash24() {
    byte[] key = new byte[16];
    byte[] sender = new byte[32];
    for (int i = 0; i < 16; i++) {
      key[i] = (byte) i;
    }
    for (int i = 0; i < 32; i++) {
      sender[i] = (byte) i;
    }
    long nonce = 0x2726252423222120L;
    assertEquals(0x0e3ea96b5304a7d0L, new Fingerprint(key).of(Address.of(sender), nonce));
  }

  @Test
  void aTableFindsAllThatWasAddedAndNothingElse() {
    var table = new FingerprintTable(1_000_000);
    var expected = new HashSet<Long>();
    for (long i = 0; i < 10_000; i++) {
      table.add(i * 7919, 1_000_000 + i);
    }
    for (long i = 0; i < 10_000; i++) {
      long wanted = 1_000_000 + i;
      assertTrue(table.any(i * 7919, index -> index == wanted));
    }
    assertFalse(table.any(3, index -> true));
    table.add(14, 1);
    table.add(14, 2);
    table.any(14, index -> !expected.add(index));
    assertEquals(java.util.Set.of(1L, 2L), expected);
  }

  @Test
  void aWindowForgetsWholeMinutesBelowItsFloor() {
    var window = new DuplicateWindow();
    window.add(1, 59_999, 0);
    window.add(2, 60_000, 1);
    window.raiseFloor(60_000);
    assertFalse(window.any(1, index -> true));
    assertTrue(window.any(2, index -> true));
    window.add(3, 59_999, 2);
    assertFalse(window.any(3, index -> true));
    window.raiseFloor(10);
    assertEquals(60_000, window.floorMs());
  }
}
