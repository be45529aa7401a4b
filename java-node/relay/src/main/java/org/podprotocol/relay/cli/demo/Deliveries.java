package org.podprotocol.relay.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.Body;
import org.podprotocol.client.MessageHandler;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.ChainSession;

/** Listens to every agent's inbox over WebSocket, and holds what arrives against what was said. */
final class Deliveries implements AutoCloseable {
  private static final long POLL_MS = 20;

  private final Map<Hash, OutgoingMessage> said = new ConcurrentHashMap<>();
  private final Set<Hash> arrived = ConcurrentHashMap.newKeySet();
  private final List<InboxStream> streams = new ArrayList<>();
  private volatile @Nullable String fault;

  /** Begins to listen to these agents' inboxes, from their first message. */
  Deliveries(List<Speaker> speakers) {
    for (Speaker speaker : speakers) {
      InboxStream stream = speaker.agent().subscribe(1, listener(speaker.address()));
      stream
          .ended()
          .whenComplete(
              (ended, failure) -> {
                if (failure != null) {
                  fault = "the stream of " + speaker.address() + " ended: " + failure;
                }
              });
      streams.add(stream);
    }
  }

  private MessageHandler listener(Address inbox) {
    return received -> {
      arrive(inbox, received);
      return CompletableFuture.completedFuture(null);
    };
  }

  /** Names a message that may arrive; before it is sent. */
  void expect(Utterance utterance) {
    said.put(utterance.id(), utterance.message());
  }

  private void arrive(Address inbox, ReceivedMessage received) {
    OutgoingMessage sent = said.get(received.id());
    if (sent == null) {
      fault = "message " + received.id() + " arrived, which nobody sent";
    } else if (!sent.envelope().equals(received.envelope())
        || !sent.envelope().recipient().equals(inbox)
        || !Arrays.equals(sent.content(), content(received.body()))) {
      fault = "message " + received.id() + " arrived other than it was sent";
    } else if (!arrived.add(received.id())) {
      fault = "message " + received.id() + " arrived twice";
    }
  }

  private static byte[] content(Body body) {
    return switch (body) {
      case Body.Text text -> text.text().getBytes(StandardCharsets.UTF_8);
      case Body.Data data -> data.bytes();
      case Body.Acknowledgement acknowledgement -> new byte[0];
      case Body.Encrypted encrypted -> new byte[0];
      case Body.Unreadable unreadable -> new byte[0];
    };
  }

  int count() {
    return arrived.size();
  }

  /**
   * Waits until that many messages have arrived.
   *
   * @throws DemoFailure if one arrived that should not, or time runs out
   */
  void await(int messages, long patienceMs) {
    long deadline = System.nanoTime() + patienceMs * 1_000_000;
    while (count() < messages) {
      String wrong = fault;
      if (wrong != null) {
        throw new DemoFailure(wrong);
      }
      if (System.nanoTime() > deadline) {
        throw new DemoFailure(
            "%d of %d messages were delivered in time".formatted(count(), messages));
      }
      ChainSession.pause(POLL_MS);
    }
    String wrong = fault;
    if (wrong != null) {
      throw new DemoFailure(wrong);
    }
  }

  @Override
  public void close() {
    streams.forEach(InboxStream::close);
  }
}
