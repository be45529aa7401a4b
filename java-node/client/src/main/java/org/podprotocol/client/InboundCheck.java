package org.podprotocol.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.encryption.DecryptionException;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.client.relay.StoredMessage;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeFault;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.TextRule;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.VerificationKey;

/** Checks what a relay delivers: form, content, signature, and the sender's key on chain. */
final class InboundCheck {
  private static final int MAX_KEYS = 1000;

  private final ChainReader chain;
  private final Domain domain;
  private final Cache<Address, Optional<VerificationKey>> keys =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).executor(Runnable::run).build();

  InboundCheck(ChainReader chain, Domain domain) {
    this.chain = chain;
    this.domain = domain;
  }

  /**
   * The message, checked; fails with {@link AnswerException} if the relay delivers what nobody
   * signed.
   *
   * @param inbox that it must be for
   * @param key opens encrypted content; null: there is none
   */
  CompletableFuture<ReceivedMessage> check(
      StoredMessage message, Address inbox, @Nullable EncryptionKey key) {
    Envelope envelope = message.envelope();
    byte[] content = message.content();
    String wrong = fault(message, content, inbox);
    if (wrong != null) {
      return CompletableFuture.failedFuture(
          new AnswerException("the relay delivers message " + message.id() + ", but " + wrong));
    }
    Body body = body(envelope, content, key);
    return signerIsCurrent(envelope)
        .thenApply(
            current ->
                new ReceivedMessage(
                    message.id(),
                    message.sequence(),
                    message.index(),
                    message.acceptedAtMs(),
                    envelope,
                    body,
                    current));
  }

  private @Nullable String fault(StoredMessage message, byte[] content, Address inbox) {
    Envelope envelope = message.envelope();
    EnvelopeFault fault = envelope.fault();
    if (fault == null) {
      fault = envelope.contentFault(content);
    }
    if (fault != null) {
      return fault.sentence();
    }
    if (!envelope.id(domain).equals(message.id())) {
      return "its id is another";
    }
    if (!envelope.recipient().equals(inbox)) {
      return "it is for " + envelope.recipient();
    }
    VerificationKey key =
        keys.get(envelope.signer(), address -> Optional.ofNullable(VerificationKey.of(address)))
            .orElse(null);
    return key != null && envelope.isSignedBy(key, domain)
        ? null
        : "its signature is not its signer's";
  }

  private CompletableFuture<Boolean> signerIsCurrent(Envelope envelope) {
    Address sender = envelope.sender();
    return chain
        .agent(sender)
        .thenCompose(
            agent -> {
              if (isSigner(agent, envelope)) {
                return CompletableFuture.completedFuture(true);
              }
              // The cached account may be older than the key.
              chain.forget(sender);
              return chain.agent(sender).thenApply(again -> isSigner(again, envelope));
            });
  }

  private static boolean isSigner(Optional<Agent> agent, Envelope envelope) {
    Address signer = envelope.signer();
    return agent.isPresent() && signer.matches(agent.get().signer().toByteArray(), 0);
  }

  private Body body(Envelope envelope, byte[] content, @Nullable EncryptionKey key) {
    if (envelope.messageType() == MessageType.ACK) {
      return new Body.Acknowledgement(envelope.inReplyTo());
    }
    byte[] plain = content;
    if (envelope.isEncrypted()) {
      if (key == null) {
        return new Body.Encrypted();
      }
      try {
        plain = key.open(envelope, content, domain);
      } catch (DecryptionException e) {
        return new Body.Unreadable(String.valueOf(e.getMessage()));
      }
    }
    if (envelope.messageType() != MessageType.TEXT) {
      return new Body.Data(envelope.messageType(), plain);
    }
    return TextRule.accepts(plain)
        ? new Body.Text(new String(plain, StandardCharsets.UTF_8))
        : new Body.Unreadable("the text is not UTF-8, or has control characters");
  }
}
