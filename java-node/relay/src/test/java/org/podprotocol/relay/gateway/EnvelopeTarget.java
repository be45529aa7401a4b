package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.json.EnvelopeJson;
import org.podprotocol.relay.journal.Messages;

/**
 * Whatever the bytes are, they are no envelope, or one that has a fault, or one that JSON can carry
 * to its recipient. Input: JSON, or 256 bytes and content.
 */
public final class EnvelopeTarget {
  private static final byte[] NO_CONTENT = {};

  private EnvelopeTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= Envelope.LENGTH && input[0] != '{') {
      byte[] content = Arrays.copyOfRange(input, Envelope.LENGTH, input.length);
      check(Envelope.of(input, 0), content);
      return;
    }
    Envelope envelope;
    try {
      envelope = read(input);
    } catch (IOException | ProtocolException e) {
      return;
    }
    checkJson(envelope);
    check(envelope, NO_CONTENT);
  }

  private static Envelope read(byte[] json) throws IOException, ProtocolException {
    try (JsonParser in = Json.parser(json)) {
      return EnvelopeJson.read(in);
    }
  }

  private static void check(Envelope envelope, byte[] content) {
    envelope.id(Messages.DOMAIN);
    envelope.leafHash();
    if (envelope.toString().isEmpty() || !Envelope.of(envelope.toBytes()).equals(envelope)) {
      throw new AssertionError("not itself: " + envelope);
    }
    if (envelope.fault() != null) {
      return;
    }
    envelope.contentFault(content);
    checkJson(envelope);
    VerificationKey key = VerificationKey.of(envelope.signer());
    if (key != null
        && envelope.isSignedBy(key, Messages.DOMAIN)
            != envelope.isSignedBy(key.prepared(), Messages.DOMAIN)) {
      throw new AssertionError("two verdicts on " + envelope);
    }
  }

  private static void checkJson(Envelope envelope) {
    try {
      if (!read(Json.bytes(out -> EnvelopeJson.write(envelope, out))).equals(envelope)) {
        throw new AssertionError("another one when it is read again: " + envelope);
      }
    } catch (IOException | ProtocolException e) {
      throw new AssertionError("can't be read again: " + envelope, e);
    }
  }
}
