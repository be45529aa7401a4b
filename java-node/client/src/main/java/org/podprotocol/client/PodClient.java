package org.podprotocol.client;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.client.chain.ChannelWriter;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.LoginKey;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.StreamListener;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.keys.Signer;

/**
 * A connection to a relay and the chain behind it. Asynchronous and safe for threads to share;
 * close it to stop its threads.
 *
 * <pre>{@code
 * PodClient client = PodClient.connect(PodClientSettings.of(relayUrl, rpcUrl, programId)).join();
 * PodAgent alice = client.register(creator, "alice", aliceKey, 0).join();
 * SentMessage sent = alice.to(bob).text("hello").send().join();
 * alice.anchored(sent, Commitment.CONFIRMED, Duration.ofSeconds(30)).join();
 * }</pre>
 */
public final class PodClient implements AutoCloseable {
  private final Machinery machinery;
  private final Domain domain;
  private final Relays relays;
  private final InboundCheck inbound;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  private PodClient(Machinery machinery, Domain domain, Relays relays, Clock clock) {
    this.machinery = machinery;
    this.domain = domain;
    this.relays = relays;
    this.inbound = new InboundCheck(machinery.chain(), domain);
    this.clock = clock;
  }

  /**
   * Connects: asks the relay who it is, and the chain whether that is so.
   *
   * @return fails if either can't be reached, and with {@link
   *     org.podprotocol.client.relay.AnswerException} if the relay is of another cluster or
   *     program, or has no account on chain
   */
  public static CompletableFuture<PodClient> connect(PodClientSettings settings) {
    return connect(settings, Clock.systemUTC());
  }

  /** Connects with a clock of one's own for timestamps. */
  public static CompletableFuture<PodClient> connect(PodClientSettings settings, Clock clock) {
    Machinery machinery = new Machinery(settings);
    return machinery
        .chain()
        .genesisHash()
        .thenApply(genesis -> new Domain(genesis, settings.programId()))
        .thenCompose(
            domain ->
                machinery
                    .meet(settings.relayUrl(), settings.relay(), domain)
                    .thenApply(
                        own ->
                            new Relays(
                                own,
                                machinery.chain(),
                                settings.followProfiles(),
                                (address, account) -> machinery.meet(address, account, domain)))
                    .thenApply(relays -> new PodClient(machinery, domain, relays, clock)))
        .whenComplete(
            (connected, failure) -> {
              if (failure != null) {
                machinery.close();
              }
            });
  }

  /**
   * Registers an agent on chain.
   *
   * @param creator pays, and becomes the agent's authority
   * @param name 1 to 32 bytes of UTF-8, unique for the creator
   * @param signer signs its messages
   * @param capabilities one bit for each, as agents agree among themselves
   */
  public CompletableFuture<PodAgent> register(
      Signer creator, String name, Signer signer, long capabilities) {
    return writer()
        .register(creator, name, signer.publicKey(), capabilities)
        .thenApply(
            address -> {
              chain().forget(address);
              return agent(address, signer);
            });
  }

  /** An agent that is on chain already. */
  public PodAgent agent(Address address, Signer signer) {
    return new PodAgent(this, address, signer, null);
  }

  /**
   * Sends a signed message to the relay of its recipient, as {@link MessageDraft#send} does; for
   * envelopes made elsewhere.
   *
   * @return the message once it is on the relay's disk and the receipt is checked
   */
  public CompletableFuture<SentMessage> submit(OutgoingMessage message) {
    return homeOf(message.envelope().recipient()).thenCompose(link -> link.submit(message));
  }

  /** The API of this client's relay, for what this class does not do. */
  public RelayApi relay() {
    return relays.own().api();
  }

  /** The account of this client's relay. */
  public Address relayAddress() {
    return relays.own().relay();
  }

  /** The chain's accounts. */
  public ChainReader chain() {
    return machinery.chain();
  }

  /** Transactions. */
  public ChainWriter writer() {
    return machinery.writer();
  }

  /** Transactions of channels. */
  public ChannelWriter channels() {
    return machinery.channels();
  }

  /** Cluster and program. */
  public Domain domain() {
    return domain;
  }

  Clock clock() {
    return clock;
  }

  InboundCheck inboundCheck() {
    return inbound;
  }

  RelayLink ownLink() {
    return relays.own();
  }

  CompletableFuture<RelayLink> link(Address relay) {
    return relays.at(relay);
  }

  private CompletableFuture<RelayLink> homeOf(Address recipient) {
    return relays.homeOf(recipient);
  }

  /**
   * Random, so that an agent needs to remember nothing; that two of 2^64 meet is a refusal, and no
   * harm.
   */
  long newNonce() {
    return random.nextLong();
  }

  InboxStream openStream(LoginKey login, Address inbox, long from, StreamListener listener) {
    return machinery.stream(relay(), login, inbox, from, listener);
  }

  /** Stops. What is under way fails. */
  @Override
  public void close() {
    machinery.close();
  }
}
