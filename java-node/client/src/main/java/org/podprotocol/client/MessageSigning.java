package org.podprotocol.client;

import java.util.concurrent.CompletableFuture;
import org.podprotocol.bindings.accounts.Profile;
import org.podprotocol.client.encryption.EncryptedContent;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.EnvelopeFault;
import org.podprotocol.protocol.Tag;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signature;

/** Makes envelopes of one agent's drafts, signs them and sends them where their recipients are. */
final class MessageSigning {
  private static final Signature NONE = Signature.of(new byte[Signature.LENGTH]);

  private final PodClient client;
  private final LoginKey agent;

  MessageSigning(PodClient client, LoginKey agent) {
    this.client = client;
    this.agent = agent;
  }

  CompletableFuture<SentMessage> send(MessageDraft message) {
    EnvelopeDraft draft = header(message);
    draft.content(message.content());
    EnvelopeFault fault = fault(draft, message);
    if (fault != null) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("the message can't be sent: " + fault.sentence()));
    }
    return content(message, draft)
        .thenCompose(
            content -> sign(draft).thenApply(envelope -> new OutgoingMessage(envelope, content)))
        .thenCompose(client::submit);
  }

  /** What would be wrong with the message, before it is encrypted. */
  private static @org.jspecify.annotations.Nullable EnvelopeFault fault(
      EnvelopeDraft draft, MessageDraft message) {
    Envelope plain = draft.withSignature(NONE);
    EnvelopeFault fault = plain.fault();
    return fault == null ? plain.contentFault(message.content()) : fault;
  }

  private EnvelopeDraft header(MessageDraft message) {
    long now = client.clock().millis();
    return new EnvelopeDraft()
        .messageType(message.type())
        .nonce(client.newNonce())
        .timestampMs(now)
        .expiresAtMs(message.lifetime().map(time -> now + time.toMillis()).orElse(0L))
        .sender(agent.agent())
        .signer(agent.signerAddress())
        .recipient(message.recipient())
        .inReplyTo(message.inReplyTo());
  }

  /** The content as sent; sets the draft's length and hash. */
  private CompletableFuture<byte[]> content(MessageDraft message, EnvelopeDraft draft) {
    if (!message.isEncrypted()) {
      return CompletableFuture.completedFuture(message.content());
    }
    return key(message)
        .thenApply(key -> EncryptedContent.seal(draft, key, message.content(), client.domain()));
  }

  private CompletableFuture<byte[]> key(MessageDraft message) {
    if (message.encryptionKey().isPresent()) {
      return CompletableFuture.completedFuture(message.encryptionKey().get());
    }
    Address recipient = message.recipient();
    return client
        .chain()
        .profile(recipient)
        .thenApply(
            profile ->
                profile
                    .map(Profile::encryptionKey)
                    .filter(key -> !Hash.of(key).isZero())
                    .orElseThrow(() -> new NoEncryptionKeyException(recipient)));
  }

  private CompletableFuture<Envelope> sign(EnvelopeDraft draft) {
    byte[] signed = client.domain().signedBytes(Tag.ENVELOPE, draft.header());
    return agent
        .signer()
        .sign(signed)
        .thenApply(signature -> draft.withSignature(Signature.of(signature.toBytes())));
  }
}
