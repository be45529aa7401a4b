package org.podprotocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.relay.Acceptance;
import org.podprotocol.client.relay.MessageState;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;

class ReceiptCheckTest {
  private static final Address RELAY = address(6);
  private static final SigningKey RECEIPT_KEY = SigningKey.ofSeed(Samples.filled(40));
  private static final SigningKey NEXT_KEY = SigningKey.ofSeed(Samples.filled(41));

  private final AccountsInMemory accounts = new AccountsInMemory();
  private final ReceiptCheck check = new ReceiptCheck(accounts.reader(), DOMAIN, RELAY);
  private final Envelope envelope = Samples.text().sign(DOMAIN, KEY);

  @BeforeEach
  void openRelay() {
    accounts.relay(RELAY, RECEIPT_KEY.address(), 150);
  }

  private Acceptance acceptance(Envelope promised, Address relay, long delay, SigningKey key) {
    ReceiptBody body = ReceiptBody.of(relay, 7, promised, DOMAIN, 1000, 1000 + delay, 1);
    Receipt receipt = ReceiptGroup.sign(List.of(body), DOMAIN, key).get(0);
    return new Acceptance(envelope.id(DOMAIN), 7, MessageState.ACCEPTED, false, receipt);
  }

  private void assertFalse(Acceptance acceptance) {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> check.check(acceptance, envelope).join());
    ReceiptException reason = assertInstanceOf(ReceiptException.class, failure.getCause());
    assertEquals(acceptance.receipt(), reason.receipt());
  }

  @Test
  void aReceiptOfTheRelaysKeyOnChainHolds() {
    Acceptance acceptance = acceptance(envelope, RELAY, 150, RECEIPT_KEY);
    assertEquals(acceptance, check.check(acceptance, envelope).join());
  }

  @Test
  void aReceiptOfAReplacementKeyHoldsThoughTheOldOneIsCached() {
    check.check(acceptance(envelope, RELAY, 150, RECEIPT_KEY), envelope).join();
    accounts.relay(RELAY, NEXT_KEY.address(), 150);
    Acceptance acceptance = acceptance(envelope, RELAY, 150, NEXT_KEY);
    assertEquals(acceptance, check.check(acceptance, envelope).join());
  }

  @Test
  void aReceiptOfAnotherKeyRelayMessageIndexOrDelayIsFalse() {
    assertFalse(acceptance(envelope, RELAY, 150, NEXT_KEY));
    assertFalse(acceptance(envelope, address(7), 150, RECEIPT_KEY));
    assertFalse(acceptance(Samples.text().nonce(8).sign(DOMAIN, KEY), RELAY, 150, RECEIPT_KEY));
    assertFalse(acceptance(envelope, RELAY, 151, RECEIPT_KEY));
    Acceptance good = acceptance(envelope, RELAY, 150, RECEIPT_KEY);
    assertFalse(new Acceptance(good.id(), 8, good.state(), false, good.receipt()));
  }
}
