package org.podprotocol.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A message in the making: {@code agent.to(recipient).text("hello").send()}. Not safe for threads
 * to share; each can be sent once.
 */
public final class MessageDraft {
  private final MessageSigning signing;
  private final Address recipient;
  private int type = MessageType.DATA;
  private byte[] content = new byte[0];
  private Hash inReplyTo = Hash.ZERO;
  private @Nullable Duration lifetime;
  private boolean encrypted;
  private byte @Nullable [] encryptionKey;

  MessageDraft(MessageSigning signing, Address recipient) {
    this.signing = signing;
    this.recipient = recipient;
  }

  /** Text: no control characters other than TAB, LF and CR. */
  public MessageDraft text(String text) {
    type = MessageType.TEXT;
    content = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** Any bytes, at least one. */
  public MessageDraft data(byte[] bytes) {
    return data(MessageType.DATA, bytes);
  }

  /**
   * Bytes of an application's own type.
   *
   * @param applicationType 128 to 255
   */
  public MessageDraft data(int applicationType, byte[] bytes) {
    type = applicationType;
    content = bytes.clone();
    return this;
  }

  /** The message that this one answers. */
  public MessageDraft inReplyTo(Hash id) {
    inReplyTo = id;
    return this;
  }

  /** Refused by relays when the time since sending is longer; without this it never expires. */
  public MessageDraft expiresAfter(Duration time) {
    lifetime = time;
    return this;
  }

  /**
   * Encrypts the content to the key in the recipient's profile; fails when sent if there is none.
   */
  public MessageDraft encrypted() {
    encrypted = true;
    return this;
  }

  /**
   * Encrypts the content.
   *
   * @param recipientKey the recipient's X25519 key, 32 bytes
   */
  public MessageDraft encryptedTo(byte[] recipientKey) {
    encrypted = true;
    encryptionKey = recipientKey.clone();
    return this;
  }

  /**
   * Signs and sends.
   *
   * @return the message once it is on the disk of its recipient's relay and the receipt is checked;
   *     fails with {@link org.podprotocol.client.relay.ProblemException} if the relay refuses it,
   *     with {@link ReceiptException}, or with {@link IllegalArgumentException} if it breaks a rule
   *     of its own
   */
  public CompletableFuture<SentMessage> send() {
    return signing.send(this);
  }

  Address recipient() {
    return recipient;
  }

  int type() {
    return type;
  }

  byte[] content() {
    return content;
  }

  Hash inReplyTo() {
    return inReplyTo;
  }

  Optional<Duration> lifetime() {
    return Optional.ofNullable(lifetime);
  }

  boolean isEncrypted() {
    return encrypted;
  }

  Optional<byte[]> encryptionKey() {
    return Optional.ofNullable(encryptionKey);
  }

  MessageDraft acknowledging(Hash id) {
    type = MessageType.ACK;
    inReplyTo = id;
    return this;
  }
}
