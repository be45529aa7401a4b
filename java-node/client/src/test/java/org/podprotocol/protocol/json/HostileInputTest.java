package org.podprotocol.protocol.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.ChunkException;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.protocol.tree.TreeInMemory;

/**
 * Whatever bytes come from outside, parsers give a value or their own exception, and what they give
 * is the same again.
 */
class HostileInputTest {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(11);

  private final Envelope envelope = Samples.text().sign(DOMAIN, KEY);

  /** A valid input with some bytes changed, cut out or doubled. */
  private byte[] spoiled(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 1; changes--) {
      int at = random.nextInt(bytes.length);
      int until = Math.min(bytes.length, at + 1 + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = joined(bytes, at, until);
        default -> bytes = joined(bytes, until, at);
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int headEnd, int tailStart) {
    byte[] result = Arrays.copyOf(bytes, headEnd + bytes.length - tailStart);
    System.arraycopy(bytes, tailStart, result, headEnd, bytes.length - tailStart);
    return result;
  }

  private interface Writer {
    void write(JsonGenerator out) throws IOException;
  }

  private static byte[] json(Writer writer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      writer.write(out);
    }
    return bytes.toByteArray();
  }

  @Test
  void noInputIsNoEnvelope() throws Exception {
    try (JsonParser in = FACTORY.createParser(new byte[0])) {
      ProtocolException refusal =
          assertThrows(ProtocolException.class, () -> EnvelopeJson.read(in));
      assertEquals("expected a JSON object, found nothing", refusal.getMessage());
    }
  }

  @Test
  void envelopesInJson() throws Exception {
    byte[] valid = json(out -> EnvelopeJson.write(envelope, out));
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try (JsonParser in = FACTORY.createParser(spoiled(valid))) {
        Envelope read = EnvelopeJson.read(in);
        accepted++;
        try (JsonParser again = FACTORY.createParser(json(out -> EnvelopeJson.write(read, out)))) {
          assertEquals(read, EnvelopeJson.read(again));
        }
      } catch (ProtocolException | IOException e) {
        // Refused.
      }
    }
    assertTrue(accepted > 100 && accepted < ROUNDS, "accepted " + accepted);
  }

  private Receipt receipt() {
    List<ReceiptBody> bodies = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      bodies.add(ReceiptBody.of(Samples.address(6), i, envelope, DOMAIN, 10, 20, 30));
    }
    return ReceiptGroup.sign(bodies, DOMAIN, KEY).get(3);
  }

  @Test
  void receiptsInJsonAndInBytes() throws Exception {
    Receipt valid = receipt();
    VerificationKey key = VerificationKey.of(KEY.address());
    assertTrue(key != null && valid.isSignedBy(key, DOMAIN));
    byte[] text = json(out -> ReceiptJson.write(valid, out));
    byte[] binary = valid.toBytes();
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try (JsonParser in = FACTORY.createParser(spoiled(text))) {
        Receipt read = ReceiptJson.read(in);
        accepted++;
        assertTrue(read.equals(valid) || !read.isSignedBy(key, DOMAIN), "a forged receipt holds");
      } catch (ProtocolException | IOException e) {
        // Refused.
      }
      byte[] bytes = spoiled(binary);
      try {
        Receipt read = Receipt.of(bytes);
        accepted++;
        assertEquals(read, Receipt.of(read.toBytes()));
        assertTrue(Arrays.equals(bytes, read.toBytes()), "two forms of one receipt");
      } catch (ProtocolException e) {
        // Refused.
      }
    }
    assertTrue(accepted > 100, "accepted " + accepted);
  }

  @Test
  void chunks() throws Exception {
    TreeInMemory tree = new TreeInMemory();
    for (int i = 0; i < 100; i++) {
      tree.append(Samples.text().nonce(i).sign(DOMAIN, KEY).leafHash());
    }
    byte[] valid = joined(Chunk.of(0, 37, tree).toBytes(), Chunk.encodedLength(0, 37), 0);
    int merged = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Frontier frontier = new Frontier();
      try {
        for (Chunk chunk : Chunk.readAll(spoiled(valid))) {
          frontier.merge(chunk);
        }
        merged++;
      } catch (ChunkException e) {
        // Refused.
      }
      assertTrue(frontier.size() <= Chunk.MAX_EPOCH_SIZE);
    }
    assertTrue(merged > 100 && merged < ROUNDS, "merged " + merged);
  }
}
