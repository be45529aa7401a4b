package org.podprotocol.relay.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.relay.journal.Messages;

class SignatureChecksTest {
  private static final int MORE_THAN_ENOUGH = 40;

  private final SignatureChecks checks = new SignatureChecks(1, 16, 2);

  @AfterEach
  void close() {
    checks.close();
  }

  private boolean isPreparedAfter(int uses, String signer) {
    Address address = Messages.key(signer).address();
    VerificationKey key = null;
    for (int i = 0; i < uses; i++) {
      key = checks.key(address).orElseThrow();
      assertEquals(address, key.address());
    }
    return key != null && key == key.prepared();
  }

  @Test
  void onlySignersThatAreAtWorkGetATable() {
    assertFalse(isPreparedAfter(3, "a guest"));
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "a regular"));
  }

  @Test
  void noMoreTablesAreHeldThanAsked() {
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "one"));
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "two"));
    assertTrue(isPreparedAfter(1, "one"));
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "three"));
    assertFalse(isPreparedAfter(1, "two"), "what was not used the longest is still held");
    assertTrue(isPreparedAfter(1, "one"));
  }

  @Test
  void tablesAreGivenBackWhenMemoryIsShortAndMadeAgainLater() {
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "one"));
    checks.shrink();
    assertFalse(isPreparedAfter(1, "one"));
    checks.restore();
    assertTrue(isPreparedAfter(MORE_THAN_ENOUGH, "one"));
    assertTrue(isPreparedAfter(1, "one"));
  }

  @Test
  void whatIsNoKeyIsNone() {
    byte[] noPoint = new byte[32];
    Arrays.fill(noPoint, (byte) 0xFF);
    for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
      assertTrue(checks.key(Address.of(noPoint)).isEmpty());
    }
  }
}
