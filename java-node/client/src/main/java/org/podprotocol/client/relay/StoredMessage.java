package org.podprotocol.client.relay;

import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;

/** A message as a relay holds it. What it says is the relay's word until it is checked. */
public final class StoredMessage {
  private final Hash id;
  private final long index;
  private final long sequence;
  private final @Nullable MessageState state;
  private final boolean delivered;
  private final @Nullable Hash acknowledgedBy;
  private final long acceptedAtMs;
  private final Envelope envelope;
  private final byte[] content;

  private StoredMessage(Answer answer) {
    id = answer.hash("id");
    index = answer.integer("index");
    sequence = answer.integer("seq");
    state = answer.has("state") ? MessageState.of(answer.text("state")) : null;
    delivered = answer.has("delivered") && answer.bool("delivered");
    acknowledgedBy = answer.has("acknowledgedBy") ? answer.hash("acknowledgedBy") : null;
    acceptedAtMs = answer.integer("acceptedAtMs");
    envelope = answer.envelope("envelope");
    content = answer.has("content") ? answer.base64("content") : new byte[0];
  }

  static StoredMessage of(Answer answer) {
    return new StoredMessage(answer);
  }

  public Hash id() {
    return id;
  }

  /** Global index in the relay's log. */
  public long index() {
    return index;
  }

  /** Place in the recipient's inbox, from 1 without gaps. */
  public long sequence() {
    return sequence;
  }

  /** How far it has come; null where the relay does not say (on a stream). */
  public @Nullable MessageState state() {
    return state;
  }

  /** Whether the recipient has taken it from its inbox, as far as the relay has said. */
  public boolean delivered() {
    return delivered;
  }

  /**
   * The id of the message by which the recipient acknowledged this one; null: it has not, or the
   * relay does not say (in an inbox and on a stream).
   */
  public @Nullable Hash acknowledgedBy() {
    return acknowledgedBy;
  }

  /** Unix time. */
  public long acceptedAtMs() {
    return acceptedAtMs;
  }

  public Envelope envelope() {
    return envelope;
  }

  /** A copy of the content as sent. */
  public byte[] content() {
    return content.clone();
  }

  byte[] rawContent() {
    return content;
  }

  @Override
  public String toString() {
    return "message " + id + " at " + index + " (" + sequence + " of its inbox)";
  }
}
