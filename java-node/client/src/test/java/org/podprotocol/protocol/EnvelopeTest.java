package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.CONTENT;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.crypto.VerificationKey;

class EnvelopeTest {
  private final VerificationKey key = VerificationKey.of(KEY.address());

  @Test
  void fieldsAreAtTheirOffsets() {
    Envelope envelope = Samples.text().inReplyTo(Hash.of(Samples.filled(5))).sign(DOMAIN, KEY);
    byte[] bytes = envelope.toBytes();
    assertEquals(256, bytes.length);
    assertArrayEquals(
        new byte[] {1, 0, 0, 0x55, (byte) CONTENT.length, 0, 0, 0}, Arrays.copyOf(bytes, 8));
    assertArrayEquals(
        new byte[] {-2, -1, -1, -1, -1, -1, -1, -1}, Arrays.copyOfRange(bytes, 8, 16));
    assertTrue(address(3).matches(bytes, 32));
    assertTrue(KEY.address().matches(bytes, 64));
    assertTrue(address(4).matches(bytes, 96));
    assertTrue(address(5).matches(bytes, 128));
    assertTrue(Sha256.of(CONTENT).matches(bytes, 160));
    assertEquals(1_790_000_000_000L, envelope.timestampMs());
    assertEquals(1_790_000_000_001L, envelope.expiresAtMs());
    assertEquals(CONTENT.length, envelope.contentLength());
    assertEquals(envelope, Envelope.of(bytes));
  }

  @Test
  void theSignedBytesAreTagGenesisProgramHeader() throws Exception {
    Envelope envelope = Samples.text().sign(DOMAIN, KEY);
    byte[] signed = envelope.signedBytes(DOMAIN);
    assertEquals(288, signed.length);
    assertEquals((byte) 0xFF, signed[0]);
    assertEquals("pod/envelope/v1", new String(signed, 1, 15, StandardCharsets.US_ASCII));
    assertArrayEquals(new byte[16], Arrays.copyOfRange(signed, 16, 32));
    assertTrue(address(1).matches(signed, 32));
    assertTrue(address(2).matches(signed, 64));
    assertArrayEquals(envelope.header(), Arrays.copyOfRange(signed, 96, 288));
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    assertEquals(Hash.of(sha.digest(signed)), envelope.id(DOMAIN));
    sha.update((byte) 0);
    assertEquals(Hash.of(sha.digest(envelope.toBytes())), envelope.leafHash());
  }

  @Test
  void anySingleChangedBitBreaksTheSignature() {
    assertNotNull(key);
    Envelope envelope = Samples.text().sign(DOMAIN, KEY);
    assertTrue(envelope.isSignedBy(key, DOMAIN));
    byte[] bytes = envelope.toBytes();
    for (int i = 0; i < 256; i++) {
      bytes[i] ^= 1;
      assertFalse(Envelope.of(bytes).isSignedBy(key, DOMAIN), "byte " + i);
      bytes[i] ^= 1;
    }
    Domain otherCluster = new Domain(address(7), address(2));
    Domain otherProgram = new Domain(address(1), address(7));
    assertFalse(envelope.isSignedBy(key, otherCluster));
    assertFalse(envelope.isSignedBy(key, otherProgram));
  }

  @Test
  void aSignatureByAnotherKeyThanTheSignerFieldNamesIsRefused() {
    assertNotNull(key);
    byte[] header = Samples.text().signer(address(8)).header();
    byte[] signature = KEY.sign(DOMAIN.signedBytes(Tag.ENVELOPE, header));
    byte[] bytes = Arrays.copyOf(header, 256);
    System.arraycopy(signature, 0, bytes, 192, 64);
    assertFalse(Envelope.of(bytes).isSignedBy(key, DOMAIN));
  }

  @Test
  void eachFaultIsNamed() {
    assertNull(Samples.text().sign(DOMAIN, KEY).fault());
    assertFault(EnvelopeFault.VERSION, d -> d.version(2));
    assertFault(EnvelopeFault.VERSION, d -> d.version(0));
    assertFault(EnvelopeFault.MESSAGE_TYPE, d -> d.messageType(3));
    assertFault(EnvelopeFault.MESSAGE_TYPE, d -> d.messageType(127));
    assertFault(null, d -> d.messageType(128));
    assertFault(null, d -> d.messageType(255));
    assertFault(null, d -> d.encrypted(true));
    assertFault(EnvelopeFault.FLAGS, d -> d.flags(2));
    assertFault(EnvelopeFault.FLAGS, d -> d.flags(0x81));
    assertFault(EnvelopeFault.CODEC, d -> d.codec(0x70));
    assertFault(null, d -> d.content(1 << 20, Hash.ZERO));
    assertFault(EnvelopeFault.CONTENT_TOO_LARGE, d -> d.content((1 << 20) + 1, Hash.ZERO));
    assertFault(EnvelopeFault.CONTENT_TOO_LARGE, d -> d.content(0xFFFFFFFFL, Hash.ZERO));
    assertFault(EnvelopeFault.CONTENT_EMPTY, d -> d.content(0, Hash.ZERO));
    assertFault(EnvelopeFault.ACK_WITH_CONTENT, d -> d.messageType(MessageType.ACK));
    assertFault(
        EnvelopeFault.ACK_WITHOUT_MESSAGE,
        d -> d.messageType(MessageType.ACK).content(new byte[0]));
    assertFault(EnvelopeFault.TIMESTAMP, d -> d.timestampMs(-1));
    assertFault(EnvelopeFault.TIMESTAMP, d -> d.timestampMs(1L << 53).expiresAtMs(0));
    assertFault(EnvelopeFault.FLAGS, d -> d.messageType(MessageType.ACK).encrypted(true));
    Hash message = Hash.of(Samples.filled(5));
    assertFault(null, d -> d.messageType(MessageType.ACK).content(new byte[0]).inReplyTo(message));
    assertFault(
        EnvelopeFault.ACK_CONTENT_HASH,
        d -> d.messageType(MessageType.ACK).content(0, Hash.ZERO).inReplyTo(message));
    assertFault(EnvelopeFault.EXPIRY, d -> d.expiresAtMs(1_790_000_000_000L));
    assertFault(EnvelopeFault.EXPIRY, d -> d.expiresAtMs(-1));
    assertFault(EnvelopeFault.EXPIRY, d -> d.expiresAtMs(1L << 53));
    assertFault(null, d -> d.expiresAtMs(0));
    assertFault(EnvelopeFault.SELF_MESSAGE, d -> d.recipient(address(3)));
  }

  private static void assertFault(
      @org.jspecify.annotations.Nullable EnvelopeFault fault, UnaryOperator<EnvelopeDraft> change) {
    assertEquals(fault, change.apply(Samples.text()).sign(DOMAIN, KEY).fault());
  }

  @Test
  void contentIsHeldAgainstLengthHashAndTextRule() {
    Envelope text = Samples.text().sign(DOMAIN, KEY);
    assertNull(text.contentFault(CONTENT));
    assertEquals(EnvelopeFault.CONTENT_LENGTH, text.contentFault(new byte[3]));
    byte[] changed = CONTENT.clone();
    changed[0] ^= 1;
    assertEquals(EnvelopeFault.CONTENT_HASH, text.contentFault(changed));
    byte[] binary = {0, (byte) 0xFF};
    assertEquals(
        EnvelopeFault.INVALID_TEXT,
        Samples.text().content(binary).sign(DOMAIN, KEY).contentFault(binary));
    assertNull(
        Samples.text().content(binary).encrypted(true).sign(DOMAIN, KEY).contentFault(binary));
    assertNull(
        Samples.text()
            .messageType(MessageType.DATA)
            .content(binary)
            .sign(DOMAIN, KEY)
            .contentFault(binary));
  }
}
