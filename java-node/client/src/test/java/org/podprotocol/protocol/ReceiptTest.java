package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.VerificationKey;

class ReceiptTest {
  private final VerificationKey key = VerificationKey.of(KEY.address());

  private static List<ReceiptBody> bodies(int count) {
    List<ReceiptBody> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Envelope envelope = Samples.text().nonce(i).sign(DOMAIN, KEY);
      bodies.add(
          ReceiptBody.of(
              address(6), 100 + i, envelope, DOMAIN, 1000, 1200, 1_790_000_000_000L + i));
    }
    return bodies;
  }

  @Test
  void everyReceiptOfAGroupIsProvenByTheGroupsOneSignature() {
    assertNotNull(key);
    for (int size : new int[] {1, 2, 3, 7, 8, 33}) {
      List<Receipt> receipts = ReceiptGroup.sign(bodies(size), DOMAIN, KEY);
      for (Receipt receipt : receipts) {
        assertTrue(receipt.isSignedBy(key, DOMAIN));
        assertEquals(receipts.get(0).signature(), receipt.signature());
      }
    }
  }

  @Test
  void anyChangedByteOfTheBinaryFormIsNoticed() throws Exception {
    assertNotNull(key);
    Receipt receipt = ReceiptGroup.sign(bodies(5), DOMAIN, KEY).get(3);
    byte[] bytes = receipt.toBytes();
    assertEquals(144 + 9 + 3 * 32 + 32 + 64, bytes.length);
    assertEquals(receipt, Receipt.of(bytes));
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      boolean accepted;
      try {
        accepted = Receipt.of(changed).isSignedBy(key, DOMAIN);
      } catch (ProtocolException e) {
        accepted = false;
      }
      assertFalse(accepted, "byte " + i);
    }
  }

  @Test
  void bytesCutShortOrTooLongAreNoReceipt() {
    byte[] bytes = ReceiptGroup.sign(bodies(2), DOMAIN, KEY).get(0).toBytes();
    for (int length = 0; length <= bytes.length + 1; length++) {
      if (length != bytes.length) {
        byte[] other = Arrays.copyOf(bytes, length);
        assertThrows(ProtocolException.class, () -> Receipt.of(other), "length " + length);
      }
    }
  }

  @Test
  void aReceiptIsForItsEnvelopeAlone() {
    Envelope envelope = Samples.text().nonce(0).sign(DOMAIN, KEY);
    Envelope other = Samples.text().nonce(1).sign(DOMAIN, KEY);
    Receipt receipt = ReceiptGroup.sign(bodies(1), DOMAIN, KEY).get(0);
    assertTrue(receipt.isFor(envelope, DOMAIN));
    assertFalse(receipt.isFor(other, DOMAIN));
  }

  @Test
  void receiptsOfTwoRelaysAreNotSignedTogether() {
    List<ReceiptBody> bodies = bodies(1);
    ReceiptBody other =
        new ReceiptBody(address(7), 0, bodies.get(0).id(), bodies.get(0).leafHash(), 0, 0, 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> ReceiptGroup.sign(List.of(bodies.get(0), other), DOMAIN, KEY));
  }
}
