package org.podprotocol.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.chain.ChannelWriter;
import org.podprotocol.client.chain.OnChainMessage;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.client.relay.InboxPage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.StoredMessage;
import org.podprotocol.client.relay.StreamListener;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.Commitment;

/**
 * An agent: sends in its name, reads its inbox at the client's relay, proves its messages. Safe for
 * threads to share.
 */
public final class PodAgent {
  private final PodClient client;
  private final Signer signer;
  private final LoginKey loginKey;
  private final @Nullable EncryptionKey encryptionKey;
  private final RelaySession session;

  PodAgent(
      PodClient client, Address address, Signer signer, @Nullable EncryptionKey encryptionKey) {
    this.client = client;
    this.signer = signer;
    this.loginKey = new LoginKey(address, signer, client.domain());
    this.encryptionKey = encryptionKey;
    this.session = new RelaySession(client.relay(), loginKey, client.clock());
  }

  /** The same agent, able to open content that is encrypted to this key. */
  public PodAgent withEncryptionKey(EncryptionKey key) {
    return new PodAgent(client, address(), signer, key);
  }

  /** Agent account. */
  public Address address() {
    return loginKey.agent();
  }

  /** Begins a message to an agent or channel. */
  public MessageDraft to(Address recipient) {
    return new MessageDraft(new MessageSigning(client, loginKey), recipient);
  }

  /**
   * Sends an acknowledgement of a received message to its sender: an envelope of its own, logged
   * like any other.
   */
  public CompletableFuture<SentMessage> acknowledge(ReceivedMessage message) {
    return to(message.sender()).acknowledging(message.id()).send();
  }

  /**
   * A run of this agent's inbox, each message checked.
   *
   * @param from first sequence number, at least 1
   * @param limit messages at most, 1 to 100
   */
  public CompletableFuture<List<ReceivedMessage>> inbox(long from, int limit) {
    return session
        .call(token -> client.relay().inbox(address(), from, limit, token))
        .thenCompose(this::checked);
  }

  private CompletableFuture<List<ReceivedMessage>> checked(InboxPage page) {
    List<CompletableFuture<ReceivedMessage>> checks = new ArrayList<>();
    for (StoredMessage message : page.messages()) {
      checks.add(client.inboundCheck().check(message, address(), encryptionKey));
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
    return subscribe(address(), from, handler);
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

  /** A message that this agent sent or received, as the client's relay has it. */
  public CompletableFuture<StoredMessage> message(Hash id) {
    return session.call(token -> client.relay().message(id, token));
  }

  /**
   * Proves that a message is in the log of the client's relay, against the RelayLog account read
   * from the chain. Fails with {@link org.podprotocol.client.relay.ProblemException} of code {@code
   * not-anchored} if the relay has not anchored it yet, with {@link ProofException} if the relay's
   * proof is false, and with {@link java.util.concurrent.TimeoutException} if the chain does not
   * have it, at this commitment, within 5 s.
   *
   * @param commitment how settled the chain's state must be
   */
  public CompletableFuture<VerifiedAnchor> proof(Hash id, Commitment commitment) {
    return anchors(client.ownLink()).prove(id, commitment);
  }

  /**
   * Waits until a message is proven to be in the log of the client's relay; fails with {@link
   * java.util.concurrent.TimeoutException} if it is not within the time, and as {@link #proof}
   * does.
   */
  public CompletableFuture<VerifiedAnchor> anchored(
      Hash id, Commitment commitment, Duration within) {
    return anchors(client.ownLink()).await(id, commitment, within);
  }

  /** The same for a message that this agent sent, whichever relay took it. */
  public CompletableFuture<VerifiedAnchor> anchored(
      SentMessage sent, Commitment commitment, Duration within) {
    return client
        .link(sent.receipt().body().relay())
        .thenCompose(link -> anchors(link).await(sent.id(), commitment, within));
  }

  private AnchorQuery anchors(RelayLink link) {
    RelaySession login =
        link == client.ownLink() ? session : new RelaySession(link.api(), loginKey, client.clock());
    return new AnchorQuery(link, login, client.chain(), client.domain());
  }

  /**
   * Says on chain how this agent is reached.
   *
   * @param authority the agent's authority; pays
   * @param encryptionKey X25519 key for messages to the agent, 32 bytes; zeros: none
   */
  public CompletableFuture<Void> publishProfile(Signer authority, byte[] encryptionKey) {
    return client
        .writer()
        .setProfile(authority, address(), encryptionKey, client.relayAddress())
        .thenRun(() -> client.chain().forgetProfile(address()));
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
        .sendMessage(payer, address(), signer, recipient, client.newNonce(), type, content);
  }

  /** Acknowledges a message of the chain, on the chain. */
  public CompletableFuture<Void> acknowledgeOnChain(Signer payer, OnChainMessage message) {
    return client.writer().acknowledgeMessage(payer, signer, message);
  }

  /** Closes a message that this agent received, so that its rent goes back to who paid it. */
  public CompletableFuture<Void> closeOnChain(Signer payer, OnChainMessage message) {
    return client.writer().closeMessage(payer, signer, address(), message);
  }

  /**
   * Gives this agent another signer. This object speaks with the old one and is refused from then
   * on; the one returned speaks with the new.
   *
   * @param authority the agent's authority
   */
  public CompletableFuture<PodAgent> rotate(Signer authority, Signer newSigner) {
    return client
        .writer()
        .rotateSigner(authority, address(), newSigner.publicKey())
        .thenApply(
            done -> {
              client.chain().forget(address());
              return new PodAgent(client, address(), newSigner, encryptionKey);
            });
  }

  /** Makes a channel of which this agent is the owner, as {@link ChannelWriter#create} does. */
  public CompletableFuture<Address> createChannel(
      Signer authority, String name, ChannelWriter.Visibility visibility, long memberLimit) {
    return client.channels().create(authority, address(), name, visibility, memberLimit);
  }

  /** Invites an agent to a channel that this one owns or moderates. */
  public CompletableFuture<Void> invite(
      Signer authority, Address channel, Address agent, ChannelWriter.Role role) {
    return client.channels().invite(authority, address(), channel, agent, role);
  }

  /** Joins a channel; posts go {@link #to} it, and {@link #subscribe} reads it. */
  public CompletableFuture<Void> join(Signer payer, Address channel) {
    return client.channels().join(payer, signer, address(), channel);
  }

  /** Leaves a channel. */
  public CompletableFuture<Void> leave(Signer payer, Address channel) {
    return client.channels().leave(payer, signer, address(), channel);
  }

  /** Notes a post in a channel's hash on chain, as {@link ChannelWriter#post} does. */
  public CompletableFuture<Void> postOnChain(
      Signer payer, Address channel, int type, byte[] content) {
    return client.channels().post(payer, signer, address(), channel, type, content);
  }

  @Override
  public String toString() {
    return "agent " + address();
  }
}
