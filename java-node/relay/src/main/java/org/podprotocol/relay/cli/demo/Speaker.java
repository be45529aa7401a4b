package org.podprotocol.relay.cli.demo;

import java.util.concurrent.atomic.AtomicLong;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.solana.keys.Keypair;

/** An agent of the demo. */
public final class Speaker {
  private final Address address;
  private final Keypair keypair;
  private final SigningKey key;
  private final PodAgent agent;
  private final AtomicLong nonces = new AtomicLong();

  /**
   * @param address its Agent account
   * @param keypair its signer
   */
  Speaker(PodClient client, Address address, Keypair keypair) {
    this.address = address;
    this.keypair = keypair;
    key = SigningKey.ofKeypair(keypair.toSecretKey());
    agent = client.agent(address, keypair);
  }

  public Address address() {
    return address;
  }

  public Keypair keypair() {
    return keypair;
  }

  SigningKey key() {
    return key;
  }

  /** The client library's view of it. */
  public PodAgent agent() {
    return agent;
  }

  /** A number that none of its messages has had. */
  long newNonce() {
    return nonces.incrementAndGet();
  }

  /** A message to somebody, made now; not signed yet. */
  EnvelopeDraft draft(Address recipient, boolean isText, byte[] content) {
    return new EnvelopeDraft()
        .messageType(isText ? MessageType.TEXT : MessageType.DATA)
        .nonce(newNonce())
        .timestampMs(System.currentTimeMillis())
        .sender(address)
        .recipient(recipient)
        .content(content);
  }

  /** A signed message to somebody. */
  public Envelope say(Domain domain, Address recipient, boolean isText, byte[] content) {
    return draft(recipient, isText, content).sign(domain, key);
  }

  /** A signed data message to somebody, made at this time. */
  public Envelope sayAt(Domain domain, Address recipient, long timestampMs, byte[] content) {
    return draft(recipient, false, content).timestampMs(timestampMs).sign(domain, key);
  }
}
