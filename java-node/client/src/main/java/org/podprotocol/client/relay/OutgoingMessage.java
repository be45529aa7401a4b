package org.podprotocol.client.relay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;

/**
 * A signed envelope with its content as sent: ciphertext if encrypted, empty for an
 * acknowledgement.
 */
public final class OutgoingMessage {
  private final Envelope envelope;
  private final byte[] content;

  /** Takes a copy of the content. */
  public OutgoingMessage(Envelope envelope, byte[] content) {
    this.envelope = envelope;
    this.content = content.clone();
  }

  public Envelope envelope() {
    return envelope;
  }

  /** A copy. */
  public byte[] content() {
    return content.clone();
  }

  byte[] rawContent() {
    return content;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutgoingMessage that
        && envelope.equals(that.envelope)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return envelope.hashCode();
  }

  @Override
  public String toString() {
    return envelope + ", " + content.length + " bytes";
  }
}
