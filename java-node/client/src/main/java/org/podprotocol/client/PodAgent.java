package org.podprotocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.AnchorCheck.Verdict;
import org.podprotocol.client.encryption.EncryptedContent;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.client.relay.AnchorProof;
import org.podprotocol.client.relay.Challenge;
import org.podprotocol.client.relay.InboxPage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.client.relay.StoredMessage;
import org.podprotocol.client.relay.StreamListener;
import org.podprotocol.client.relay.Token;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.EnvelopeFault;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.Tag;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;

/**
 * An agent at one relay: sends in its name, reads its inbox, proves its messages. Safe for threads
 * to share.
 */
public final class PodAgent {
  private static final int PROOF_ATTEMPTS = 20;
  private static final Duration PROOF_PAUSE = Duration.ofMillis(200);
  private static final long TOKEN_MARGIN_MS = 10_000;

  private final PodClient client;
  private final Address address;
  private final Signer signer;
  private final LoginKey loginKey;
  private final @Nullable EncryptionKey encryptionKey;

  // Guarded by this.
  private @Nullable CompletableFuture<Token> token;

  PodAgent(
      PodClient client, Address address, Signer signer, @Nullable EncryptionKey encryptionKey) {
    this.client = client;
    this.address = address;
    this.signer = signer;
    this.loginKey = new LoginKey(address, signer, client.domain());
    this.encryptionKey = encryptionKey;
  }

  /** The same agent, able to open content that is encrypted to this key. */
  public PodAgent withEncryptionKey(EncryptionKey key) {
    return new PodAgent(client, address, signer, key);
  }

  /** Agent account. */
  public Address address() {
    return address;
  }

  /** Begins a message to an agent or channel. */
  public MessageDraft to(Address recipient) {
    return new MessageDraft(this, recipient);
  }

  /**
   * Sends an acknowledgement of a received message to its sender: an envelope of its own, logged
   * like any other.
   */
  public CompletableFuture<SentMessage> acknowledge(ReceivedMessage message) {
    return to(message.sender()).acknowledging(message.id()).send();
  }

  CompletableFuture<SentMessage> send(MessageDraft message) {
    EnvelopeDraft draft;
    byte[] content;
    try {
      draft = header(message);
      content = content(message, draft);
      EnvelopeFault fault = draft.withSignature(Signature.of(new byte[64])).fault();
      if (fault == null && message.encryptionKey() == null) {
        fault = draft.withSignature(Signature.of(new byte[64])).contentFault(content);
      }
      if (fault != null) {
        throw new IllegalArgumentException("the message can't be sent: " + fault.sentence());
      }
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    byte[] signed = client.domain().signedBytes(Tag.ENVELOPE, draft.header());
    return signer
        .sign(signed)
        .thenCompose(
            signature -> {
              Envelope envelope = draft.withSignature(Signature.of(signature.toBytes()));
              return client.submit(new OutgoingMessage(envelope, content));
            });
  }

  private EnvelopeDraft header(MessageDraft message) {
    long now = client.clock().millis();
    Duration lifetime = message.lifetime();
    return new EnvelopeDraft()
        .messageType(message.type())
        .nonce(client.newNonce())
        .timestampMs(now)
        .expiresAtMs(lifetime == null ? 0 : now + lifetime.toMillis())
        .sender(address)
        .signer(loginKey.signerAddress())
        .recipient(message.recipient())
        .inReplyTo(message.inReplyTo());
  }

  private byte[] content(MessageDraft message, EnvelopeDraft draft) {
    byte[] key = message.encryptionKey();
    if (key != null) {
      return EncryptedContent.seal(draft, key, message.content(), client.domain());
    }
    draft.content(message.content());
    return message.content();
  }

  /**
   * A run of this agent's inbox, each message checked.
   *
   * @param from first sequence number, at least 1
   * @param limit messages at most, 1 to 100
   */
  public CompletableFuture<List<ReceivedMessage>> inbox(long from, int limit) {
    return loggedIn(login -> client.relay().inbox(address, from, limit, login))
        .thenCompose(this::checked);
  }

  private CompletableFuture<List<ReceivedMessage>> checked(InboxPage page) {
    List<CompletableFuture<ReceivedMessage>> checks = new ArrayList<>();
    for (StoredMessage message : page.messages()) {
      checks.add(client.inboundCheck().check(message, address, encryptionKey));
    }
    return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
        .thenApply(done -> checks.stream().map(CompletableFuture::join).toList());
  }

  /**
   * Follows this agent's inbox, through lost connections too.
   *
   * @param from first sequence number wanted, at least 1; 0: only what is new from now on
   */
  public InboxStream subscribe(long from, MessageHandler handler) {
    return subscribe(address, from, handler);
  }

  /** Follows an inbox that this agent may read: its own, or a channel's. */
  public InboxStream subscribe(Address inbox, long from, MessageHandler handler) {
    StreamListener listener =
        new StreamListener() {
          @Override
          public CompletableFuture<?> onMessage(StoredMessage message) {
            return client
                .inboundCheck()
                .check(message, inbox, encryptionKey)
                .thenCompose(handler::onMessage);
          }

          @Override
          public void onConnected() {
            handler.onConnected();
          }

          @Override
          public void onDisconnected(Throwable cause, Duration pause) {
            handler.onDisconnected(cause, pause);
          }
        };
    return client.openStream(loginKey, inbox, from, listener);
  }

  /** A message that this agent sent or received, as the relay has it. */
  public CompletableFuture<StoredMessage> message(Hash id) {
    return loggedIn(login -> client.relay().message(id, login));
  }

  /**
   * Proves that a message is in the relay's log, against the RelayLog account read from the chain.
   * Fails with {@link ProblemException} of code {@code not-anchored} if it is not there yet, and
   * with {@link ProofException} if the relay's proof is false.
   *
   * @param commitment how settled the chain's state must be
   */
  public CompletableFuture<VerifiedAnchor> proof(Hash id, Commitment commitment) {
    return proof(id, commitment, PROOF_ATTEMPTS);
  }

  private CompletableFuture<VerifiedAnchor> proof(Hash id, Commitment commitment, int attempts) {
    return loggedIn(login -> client.relay().proof(id, login))
        .thenCompose(proof -> verify(proof, id, commitment, attempts));
  }

  private CompletableFuture<VerifiedAnchor> verify(
      AnchorProof proof, Hash id, Commitment commitment, int attempts) {
    if (!proof.relay().equals(client.relayAddress())) {
      return CompletableFuture.failedFuture(
          new ProofException("the proof is false: it is of relay " + proof.relay()));
    }
    return client
        .chain()
        .log(proof.relay(), proof.epoch(), commitment)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return again(id, commitment, attempts, "there is no log of epoch " + proof.epoch());
              }
              Verdict verdict = AnchorCheck.check(proof, id, client.domain(), found.get());
              return switch (verdict) {
                case PROVEN ->
                    CompletableFuture.completedFuture(
                        new VerifiedAnchor(
                            proof,
                            found.get().address(),
                            found.get().tree().size(),
                            found.get().slot()));
                case PROOF_IS_OLD ->
                    again(id, commitment, attempts, "the log grows faster than the relay proves");
                case LOG_IS_OLD ->
                    again(id, commitment, attempts, "the chain does not have what the relay says");
              };
            });
  }

  private CompletableFuture<VerifiedAnchor> again(
      Hash id, Commitment commitment, int attempts, String otherwise) {
    if (attempts <= 1) {
      return CompletableFuture.failedFuture(new ProofException(otherwise));
    }
    return later(PROOF_PAUSE).thenCompose(now -> proof(id, commitment, attempts - 1));
  }

  /**
   * Waits until a message is proven to be in the log; fails with {@link TimeoutException} if it is
   * not within the time.
   *
   * @param commitment how settled the chain's state must be
   */
  public CompletableFuture<VerifiedAnchor> anchored(
      Hash id, Commitment commitment, Duration within) {
    return anchored(id, commitment, System.nanoTime() + within.toNanos());
  }

  private CompletableFuture<VerifiedAnchor> anchored(Hash id, Commitment commitment, long end) {
    return proof(id, commitment)
        .handle(
            (anchor, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(anchor);
              }
              Throwable cause = cause(failure);
              boolean notYet =
                  cause instanceof ProblemException e && e.problem().code().equals("not-anchored");
              if (!notYet) {
                return CompletableFuture.<VerifiedAnchor>failedFuture(cause);
              }
              if (System.nanoTime() - end >= 0) {
                return CompletableFuture.<VerifiedAnchor>failedFuture(
                    new TimeoutException("message " + id + " is not anchored yet"));
              }
              return later(PROOF_PAUSE).thenCompose(now -> anchored(id, commitment, end));
            })
        .thenCompose(Function.identity());
  }

  private static CompletableFuture<Void> later(Duration pause) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Puts a message on chain: with its content up to 700 bytes, otherwise with the content's hash
   * alone.
   *
   * @param payer pays the account's rent and gets it back
   * @return the message's address
   */
  public CompletableFuture<Address> sendOnChain(
      Signer payer, Address recipient, int type, byte[] content) {
    return client
        .writer()
        .sendMessage(payer, address, signer, recipient, client.newNonce(), type, content);
  }

  private <T> CompletableFuture<T> loggedIn(Function<Token, CompletableFuture<T>> call) {
    return token()
        .thenCompose(
            first ->
                call.apply(first)
                    .handle(
                        (value, failure) -> {
                          if (failure == null) {
                            return CompletableFuture.completedFuture(value);
                          }
                          Throwable cause = cause(failure);
                          boolean over =
                              cause instanceof ProblemException e
                                  && e.problem().code().equals("unauthorized");
                          if (!over) {
                            return CompletableFuture.<T>failedFuture(cause);
                          }
                          forget(first);
                          return token().thenCompose(call);
                        })
                    .thenCompose(Function.identity()));
  }

  private CompletableFuture<Token> token() {
    CompletableFuture<Token> present;
    synchronized (this) {
      present = token;
      boolean over =
          present == null
              || present.isCompletedExceptionally()
              || (present.isDone()
                  && present.join().expiresAtMs() - TOKEN_MARGIN_MS < client.clock().millis());
      if (over) {
        present = login();
        token = present;
      }
    }
    return present;
  }

  private synchronized void forget(Token used) {
    CompletableFuture<Token> present = token;
    if (present != null && present.isDone() && used.equals(present.getNow(null))) {
      token = null;
    }
  }

  private CompletableFuture<Token> login() {
    return client
        .relay()
        .challenge(address)
        .thenCompose(
            (Challenge challenge) -> {
              Login login =
                  challenge.answeredBy(address, loginKey.signerAddress(), client.relay().origin());
              return loginKey
                  .sign(login)
                  .thenCompose(signature -> client.relay().login(login, signature));
            });
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public String toString() {
    return "agent " + address;
  }
}
