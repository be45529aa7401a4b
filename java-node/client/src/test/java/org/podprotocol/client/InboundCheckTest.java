package org.podprotocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.CONTENT;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.client.relay.StoredMessage;
import org.podprotocol.client.relay.StoredMessages;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;

class InboundCheckTest {
  private static final Address INBOX = address(4);

  private final AccountsInMemory accounts = new AccountsInMemory();
  private final InboundCheck check = new InboundCheck(accounts.reader(), DOMAIN);
  private final Envelope envelope = Samples.text().sign(DOMAIN, KEY);

  @BeforeEach
  void register() {
    accounts.agent(address(3), KEY.address());
  }

  private ReceivedMessage checked(StoredMessage message) {
    return check.check(message, INBOX, null).join();
  }

  @Test
  void aGoodMessageIsGivenWithWhatItSays() throws Exception {
    ReceivedMessage message = checked(StoredMessages.of(envelope, CONTENT, DOMAIN));
    assertEquals(new Body.Text(new String(CONTENT, StandardCharsets.UTF_8)), message.body());
    assertTrue(message.signerIsCurrent());
  }

  @Test
  void aSignerThatWasReplacedIsTold() throws Exception {
    assertTrue(checked(StoredMessages.of(envelope, CONTENT, DOMAIN)).signerIsCurrent());
    SigningKey next = SigningKey.ofSeed(Samples.filled(41));
    accounts.agent(address(3), next.address());
    Envelope later = Samples.text().sign(DOMAIN, next);
    assertTrue(checked(StoredMessages.of(later, CONTENT, DOMAIN)).signerIsCurrent());
    assertFalse(checked(StoredMessages.of(envelope, CONTENT, DOMAIN)).signerIsCurrent());
  }

  @Test
  void whatTheSenderDidNotSignIsTheRelaysFault() throws Exception {
    byte[] other = CONTENT.clone();
    other[0] ^= 1;
    assertRefused(StoredMessages.of(envelope, other, DOMAIN));
    byte[] bytes = envelope.toBytes();
    bytes[200] ^= 1;
    assertRefused(StoredMessages.of(Envelope.of(bytes), CONTENT, DOMAIN));
    Domain elsewhere = new Domain(address(1), address(9));
    assertRefused(StoredMessages.of(Samples.text().sign(elsewhere, KEY), CONTENT, DOMAIN));
    Envelope forOther = Samples.text().recipient(address(5)).sign(DOMAIN, KEY);
    assertRefused(StoredMessages.of(forOther, CONTENT, DOMAIN));
    assertRefused(StoredMessages.of(envelope, CONTENT, Hash.ZERO));
    Envelope faulty = Samples.text().version(2).sign(DOMAIN, KEY);
    assertRefused(StoredMessages.of(faulty, CONTENT, DOMAIN));
  }

  private void assertRefused(StoredMessage message) {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> check.check(message, INBOX, null).join());
    assertInstanceOf(AnswerException.class, failure.getCause());
  }
}
