package org.podprotocol.client.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Hash;

class EncryptionTest {
  private static final byte[] TEXT = Samples.CONTENT;
  private final EncryptionKey key = EncryptionKey.generate(new SecureRandom());

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void theSuiteIsThatOfRfc9180AppendixA2() throws Exception {
    HPKE suite = Hpke.suite();
    byte[] info = hex("4f6465206f6e2061204772656369616e2055726e");
    AsymmetricCipherKeyPair ephemeral =
        suite.deriveKeyPair(
            hex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b"));
    byte[] recipient = hex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
    byte[] recipientSecret =
        hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    assertArrayEquals(recipient, EncryptionKey.of(recipientSecret).publicKey());
    HPKEContextWithEncapsulation sender =
        suite.setupBaseS(suite.deserializePublicKey(recipient), info, ephemeral);
    byte[] encapsulation = sender.getEncapsulation();
    assertArrayEquals(
        hex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"), encapsulation);
    HPKEContext receiver =
        suite.setupBaseR(
            encapsulation, suite.deserializePrivateKey(recipientSecret, recipient), info);
    byte[] plaintext = hex("4265617574792069732074727574682c20747275746820626561757479");
    String[] ciphertexts = {
      "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
      "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc98c",
      "71146bd6795ccc9c49ce25dda112a48f202ad220559502cef1f34271e0cb4b02b4f10ecac6f48c32f878fae86b",
    };
    for (int i = 0; i < ciphertexts.length; i++) {
      byte[] associated = hex("436f756e742d3" + i);
      assertArrayEquals(hex(ciphertexts[i]), sender.seal(associated, plaintext));
      assertArrayEquals(plaintext, receiver.open(associated, hex(ciphertexts[i])));
    }
    assertArrayEquals(
        hex("4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e"),
        receiver.export(new byte[0], 32));
  }

  private EnvelopeDraft draft() {
    return Samples.text().signer(Samples.KEY.address()).inReplyTo(Hash.of(Samples.filled(7)));
  }

  @Test
  void contentOpensUnderTheEnvelopeItWasSealedFor() throws Exception {
    EnvelopeDraft draft = draft();
    byte[] content = EncryptedContent.seal(draft, key.publicKey(), TEXT, Samples.DOMAIN);
    Envelope envelope = draft.sign(Samples.DOMAIN, Samples.KEY);
    assertEquals(TEXT.length + 48, content.length);
    assertNull(envelope.fault());
    assertNull(envelope.contentFault(content));
    assertArrayEquals(TEXT, key.open(envelope, content, Samples.DOMAIN));
  }

  @Test
  void contentDoesNotOpenUnderAnotherHeader() {
    assertBound(d -> d.sender(Samples.address(8)));
    assertBound(d -> d.recipient(Samples.address(8)));
    assertBound(d -> d.signer(Samples.address(8)));
    assertBound(d -> d.nonce(8));
    assertBound(d -> d.timestampMs(8));
    assertBound(d -> d.expiresAtMs(8));
    assertBound(d -> d.inReplyTo(Hash.ZERO));
    assertBound(d -> d.messageType(MessageType.DATA));
  }

  private void assertBound(UnaryOperator<EnvelopeDraft> change) {
    EnvelopeDraft draft = draft();
    byte[] content = EncryptedContent.seal(draft, key.publicKey(), TEXT, Samples.DOMAIN);
    byte[] signature = new byte[64];
    Envelope moved =
        change.apply(draft).withSignature(org.podprotocol.protocol.crypto.Signature.of(signature));
    assertThrows(DecryptionException.class, () -> key.open(moved, content, Samples.DOMAIN));
  }

  @Test
  void contentDoesNotOpenWithAnotherKeyDomainOrByte() {
    EnvelopeDraft draft = draft();
    byte[] content = EncryptedContent.seal(draft, key.publicKey(), TEXT, Samples.DOMAIN);
    Envelope envelope = draft.sign(Samples.DOMAIN, Samples.KEY);
    EncryptionKey other = EncryptionKey.generate(new SecureRandom());
    assertThrows(DecryptionException.class, () -> other.open(envelope, content, Samples.DOMAIN));
    Domain elsewhere = new Domain(Samples.address(1), Samples.address(9));
    assertThrows(DecryptionException.class, () -> key.open(envelope, content, elsewhere));
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] ^= 1;
      assertThrows(DecryptionException.class, () -> key.open(envelope, changed, Samples.DOMAIN));
    }
    byte[] cut = Arrays.copyOf(content, 47);
    assertThrows(DecryptionException.class, () -> key.open(envelope, cut, Samples.DOMAIN));
  }

  @Test
  void aKeyOfSmallOrderIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> EncryptedContent.seal(draft(), new byte[32], TEXT, Samples.DOMAIN));
  }

  @Test
  void theLongestPlaintextFitsAndOneByteMoreDoesNot() {
    byte[] longest = new byte[EncryptedContent.MAX_PLAINTEXT];
    assertEquals(
        1 << 20, EncryptedContent.seal(draft(), key.publicKey(), longest, Samples.DOMAIN).length);
    byte[] more = new byte[longest.length + 1];
    assertThrows(
        IllegalArgumentException.class,
        () -> EncryptedContent.seal(draft(), key.publicKey(), more, Samples.DOMAIN));
  }
}
