package org.podprotocol.relay.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.bytes.Address;

/** What a subscription delivers, to be taken one by one. */
final class Received implements AutoCloseable {
  private final BlockingQueue<ReceivedMessage> messages = new LinkedBlockingQueue<>();
  private final InboxStream stream;

  Received(PodAgent agent, long from) {
    this(agent, agent.address(), from);
  }

  /** Of an inbox that the agent may read. */
  Received(PodAgent agent, Address inbox, long from) {
    stream =
        agent.subscribe(
            inbox,
            from,
            message -> {
              messages.add(message);
              return CompletableFuture.completedFuture(null);
            });
  }

  ReceivedMessage next() throws Exception {
    ReceivedMessage message = messages.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      stream.ended().getNow(null);
      throw new AssertionError("no message in 30 s");
    }
    return message;
  }

  /** Why the relay ended the subscription for good. */
  ProblemException refusal() {
    Throwable cause =
        assertThrows(ExecutionException.class, () -> stream.ended().get(30, TimeUnit.SECONDS))
            .getCause();
    return assertInstanceOf(ProblemException.class, cause);
  }

  /** What came and was not taken. */
  List<ReceivedMessage> rest() {
    return List.copyOf(messages);
  }

  @Override
  public void close() {
    stream.close();
  }
}
