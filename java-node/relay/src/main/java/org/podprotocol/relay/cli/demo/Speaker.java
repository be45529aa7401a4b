package org.podprotocol.relay.cli.demo;

import java.util.concurrent.atomic.AtomicLong;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;

/**
 * An agent of the demo.
 *
 * @param name as registered
 * @param address its Agent account
 * @param key signs its messages
 * @param nonces the last one used
 */
record Speaker(String name, Address address, SigningKey key, AtomicLong nonces) {

  Speaker(String name, Address address, SigningKey key) {
    this(name, address, key, new AtomicLong());
  }

  /** A message to somebody, made now; not signed yet. */
  EnvelopeDraft draft(Address recipient, boolean isText, byte[] content) {
    return new EnvelopeDraft()
        .messageType(isText ? MessageType.TEXT : MessageType.DATA)
        .nonce(nonces.incrementAndGet())
        .timestampMs(System.currentTimeMillis())
        .sender(address)
        .recipient(recipient)
        .content(content);
  }

  /** A signed message to somebody. */
  Envelope say(Domain domain, Address recipient, boolean isText, byte[] content) {
    return draft(recipient, isText, content).sign(domain, key);
  }
}
