package org.podprotocol.relay.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.journal.LeafLog;
import org.podprotocol.relay.journal.StoredMessage;

/**
 * What a connection has sent, and which of its states it has not been told yet. It waits for at
 * most 10,000 messages to be anchored, and for as many, the newest, to be delivered and
 * acknowledged. Belongs to the connection's event loop.
 */
final class SentMessages {
  private static final int MOST = 10_000;
  private static final int MOST_EARLY = 1_000;

  /** The connection as it is told of here. */
  interface Teller {
    /** Whether it takes more now. */
    boolean writable();

    void tell(Hash id, long index, String state);
  }

  private record Sent(Hash id, long index, Address recipient, long seq) {}

  private final LeafLog log;
  private final Teller teller;
  private final Deque<Sent> notAnchored = new ArrayDeque<>();
  private final Deque<Sent> notFinalized = new ArrayDeque<>();
  private final Map<Hash, Sent> notAcknowledged = new LinkedHashMap<>();
  private final Map<Address, Deque<Sent>> notDelivered = new HashMap<>();
  private final Map<Address, Long> delivered = new HashMap<>();
  private final Map<Hash, Address> acknowledgedEarly = new LinkedHashMap<>();

  SentMessages(LeafLog log, Teller teller) {
    this.log = log;
    this.teller = teller;
  }

  /**
   * Begins to listen for what a recipient does, before a message to it is admitted.
   *
   * @return whether it is new
   */
  boolean expect(Address recipient) {
    return delivered.size() < MOST && delivered.putIfAbsent(recipient, 0L) == null;
  }

  Set<Address> recipients() {
    return delivered.keySet();
  }

  void add(StoredMessage message) {
    var sent =
        new Sent(message.id(), message.index(), message.envelope().recipient(), message.seq());
    if (notFinalized.size() < MOST) {
      notAnchored.add(sent);
      notFinalized.add(sent);
      // What waits before it is looked at when the log goes on, not for each message.
      if (sent.index < log.anchoredSize()) {
        progress();
      }
    }
    Long deliveredUpTo = delivered.get(sent.recipient);
    if (deliveredUpTo == null) {
      return;
    }
    if (sent.seq <= deliveredUpTo) {
      tell(sent, "delivered");
    } else {
      notDelivered.computeIfAbsent(sent.recipient, unknown -> new ArrayDeque<>()).add(sent);
    }
    if (acknowledgedEarly.remove(sent.id, sent.recipient)) {
      acknowledged(sent);
    } else {
      notAcknowledged.put(sent.id, sent);
      if (notAcknowledged.size() > MOST) {
        forget(notAcknowledged.values().iterator().next());
      }
    }
  }

  private void forget(Sent sent) {
    notAcknowledged.remove(sent.id);
    remove(sent);
  }

  private void remove(Sent sent) {
    notDelivered.computeIfPresent(
        sent.recipient,
        (recipient, waiting) -> {
          waiting.remove(sent);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  /** A recipient has taken its inbox up to here. */
  void delivered(Address recipient, long upTo) {
    if (!delivered.containsKey(recipient)) {
      return;
    }
    delivered.merge(recipient, upTo, Math::max);
    Deque<Sent> waiting = notDelivered.get(recipient);
    while (waiting != null && !waiting.isEmpty() && waiting.getFirst().seq <= upTo) {
      tell(waiting.removeFirst(), "delivered");
    }
    if (waiting != null && waiting.isEmpty()) {
      notDelivered.remove(recipient);
    }
  }

  /** A recipient has acknowledged a message, perhaps before its sender knows its answer. */
  void acknowledged(Envelope ack) {
    Sent sent = notAcknowledged.get(ack.inReplyTo());
    if (sent == null) {
      acknowledgedEarly.put(ack.inReplyTo(), ack.sender());
      if (acknowledgedEarly.size() > MOST_EARLY) {
        acknowledgedEarly.remove(acknowledgedEarly.keySet().iterator().next());
      }
    } else if (sent.recipient.equals(ack.sender())) {
      notAcknowledged.remove(sent.id);
      acknowledged(sent);
    }
  }

  private void acknowledged(Sent sent) {
    remove(sent);
    tell(sent, "acknowledged");
  }

  /** Tells what has been anchored and finalized since. */
  void progress() {
    tell(notAnchored, log.anchoredSize(), "anchored");
    long first = notAnchored.isEmpty() ? Long.MAX_VALUE : notAnchored.getFirst().index;
    tell(notFinalized, Math.min(log.finalizedSize(), first), "finalized");
  }

  private void tell(Deque<Sent> waiting, long below, String state) {
    // Messages of one connection come back in the order of their indexes only nearly: look at all
    // that wait.
    for (int left = waiting.size(); left > 0 && teller.writable(); left--) {
      Sent next = waiting.removeFirst();
      if (next.index < below) {
        tell(next, state);
      } else {
        waiting.addLast(next);
      }
    }
  }

  private void tell(Sent sent, String state) {
    teller.tell(sent.id, sent.index, state);
  }
}
