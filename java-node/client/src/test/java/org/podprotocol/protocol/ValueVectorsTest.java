package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.json.EnvelopeJson;

/** Envelopes, texts, signatures, receipts and logins against the vectors shared with Rust. */
class ValueVectorsTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void envelopesHaveTheSharedBytesIdsLeavesSignaturesAndJson() throws Exception {
    JsonNode file = Vectors.read("envelopes.json");
    Domain domain = Vectors.domain(file);
    for (JsonNode vector : Vectors.cases(file.required("cases"))) {
      String name = Vectors.text(vector, "name");
      Envelope envelope = Envelope.of(Vectors.hex(vector, "envelope"));
      assertArrayEquals(Vectors.hex(vector, "header"), envelope.header(), name);
      assertArrayEquals(Vectors.hex(vector, "signedBytes"), envelope.signedBytes(domain), name);
      assertEquals(Vectors.hash(vector, "id"), envelope.id(domain), name);
      assertEquals(Vectors.hash(vector, "leafHash"), envelope.leafHash(), name);
      assertNull(envelope.fault(), name);
      if (!vector.required("content").isNull()) {
        assertNull(envelope.contentFault(Vectors.hex(vector, "content")), name);
      }

      SigningKey key = SigningKey.ofSeed(Vectors.hex(vector, "seed"));
      VerificationKey verification = VerificationKey.of(envelope.signer());
      assertNotNull(verification, name);
      assertTrue(envelope.isSignedBy(verification, domain), name);
      assertArrayEquals(
          key.sign(envelope.signedBytes(domain)), envelope.signature().toBytes(), name);
      assertEquals(envelope, drafted(envelope).sign(domain, key), name);

      JsonNode json = vector.required("json");
      assertEquals(envelope, EnvelopeJson.read(json.traverse()), name);
      StringWriter text = new StringWriter();
      try (var out = MAPPER.createGenerator(text)) {
        EnvelopeJson.write(envelope, out);
      }
      assertEquals(json, MAPPER.readTree(text.toString()), name);
    }
  }

  private static EnvelopeDraft drafted(Envelope envelope) {
    return new EnvelopeDraft()
        .messageType(envelope.messageType())
        .encrypted(envelope.isEncrypted())
        .nonce(envelope.nonce())
        .timestampMs(envelope.timestampMs())
        .expiresAtMs(envelope.expiresAtMs())
        .sender(envelope.sender())
        .recipient(envelope.recipient())
        .inReplyTo(envelope.inReplyTo())
        .content(envelope.contentLength(), envelope.contentHash());
  }

  @Test
  void malformedHeadersHaveTheSharedFault() throws Exception {
    for (JsonNode vector :
        Vectors.cases(Vectors.read("envelopes.json").required("malformedHeaders"))) {
      byte[] header = Vectors.hex(vector, "header");
      assertEquals(
          Vectors.text(vector, "error"),
          sharedName(Envelope.of(Arrays.copyOf(header, Envelope.LENGTH)).fault()),
          Vectors.text(vector, "name"));
    }
  }

  private static String sharedName(@Nullable EnvelopeFault fault) {
    assertNotNull(fault);
    return switch (fault) {
      case VERSION -> "version";
      case MESSAGE_TYPE -> "messageType";
      case FLAGS -> "flags";
      case CODEC -> "codec";
      case CONTENT_TOO_LARGE, CONTENT_EMPTY, ACK_WITH_CONTENT -> "contentLength";
      case TIMESTAMP -> "timestamp";
      case EXPIRY -> "expiry";
      case SELF_MESSAGE -> "selfMessage";
      case ACK_WITHOUT_MESSAGE -> "inReplyTo";
      case ACK_CONTENT_HASH -> "contentHash";
      case CONTENT_LENGTH, CONTENT_HASH, INVALID_TEXT -> throw new AssertionError(fault);
    };
  }

  @Test
  void textsAreJudgedAsInRust() throws Exception {
    for (JsonNode vector : Vectors.cases(Vectors.read("text.json").required("cases"))) {
      assertEquals(
          vector.required("text").booleanValue(),
          TextRule.accepts(Vectors.hex(vector, "bytes")),
          Vectors.text(vector, "name"));
    }
  }

  @Test
  void signaturesAreJudgedAsInRust() throws Exception {
    for (JsonNode vector : Vectors.cases(Vectors.read("signatures.json").required("cases"))) {
      VerificationKey key = VerificationKey.of(Address.of(Vectors.hex(vector, "publicKey")));
      boolean valid =
          key != null
              && key.verifies(Vectors.hex(vector, "message"), Vectors.hex(vector, "signature"));
      assertEquals(vector.required("valid").booleanValue(), valid, Vectors.text(vector, "name"));
      if (!valid) {
        boolean keyIsTheFault = Vectors.text(vector, "error").startsWith("publicKey");
        assertEquals(keyIsTheFault, key == null, Vectors.text(vector, "name"));
      }
    }
  }

  @Test
  void receiptsHaveTheSharedBytesPathsAndSignature() throws Exception {
    JsonNode file = Vectors.read("receipts.json");
    Domain domain = Vectors.domain(file);
    SigningKey key = SigningKey.ofSeed(Vectors.hex(file, "seed"));
    VerificationKey verification = VerificationKey.of(Vectors.address(file, "receiptKey"));
    assertNotNull(verification);
    for (JsonNode group : Vectors.cases(file.required("groups"))) {
      List<ReceiptBody> bodies = new ArrayList<>();
      List<Receipt> shared = new ArrayList<>();
      for (JsonNode vector : Vectors.cases(group.required("receipts"))) {
        ReceiptBody body =
            new ReceiptBody(
                Vectors.address(file, "relay"),
                Long.parseUnsignedLong(Vectors.text(vector, "globalIndex")),
                Vectors.hash(vector, "messageId"),
                Vectors.hash(vector, "leafHash"),
                Long.parseUnsignedLong(Vectors.text(vector, "acceptedSlot")),
                Long.parseUnsignedLong(Vectors.text(vector, "deadlineSlot")),
                vector.required("acceptedAtMs").longValue());
        assertArrayEquals(Vectors.hex(vector, "body"), body.toBytes());
        assertEquals(Vectors.hash(vector, "groupLeaf"), body.groupLeafHash());
        Receipt receipt = Receipt.of(Vectors.hex(vector, "bytes"));
        assertEquals(body, receipt.body());
        assertEquals(Vectors.hashes(vector.required("path")), receipt.path());
        assertEquals(Vectors.hash(group, "groupRoot"), receipt.groupRoot());
        assertTrue(receipt.isSignedBy(verification, domain));
        bodies.add(body);
        shared.add(receipt);
      }
      // Of the largest groups only some receipts are in the file.
      if (bodies.size() == group.required("groupSize").intValue()) {
        assertEquals(shared, ReceiptGroup.sign(bodies, domain, key));
      }
      assertEquals(Signature.of(Vectors.hex(group, "signature")), shared.get(0).signature());
    }
  }

  @Test
  void loginsHaveTheSharedBytesAndSignature() throws Exception {
    JsonNode file = Vectors.read("logins.json");
    Domain domain = Vectors.domain(file);
    for (JsonNode vector : Vectors.cases(file.required("cases"))) {
      Login login =
          new Login(
              Vectors.address(vector, "relay"),
              Vectors.address(vector, "agent"),
              Vectors.address(vector, "signer"),
              Vectors.hash(vector, "challenge"),
              vector.required("expiresAtMs").longValue(),
              Vectors.text(vector, "origin"));
      assertArrayEquals(Vectors.hex(vector, "signedBytes"), login.signedBytes(domain));
      SigningKey key = SigningKey.ofSeed(Vectors.hex(vector, "seed"));
      assertArrayEquals(Vectors.hex(vector, "signature"), login.sign(domain, key).toBytes());
    }
  }
}
