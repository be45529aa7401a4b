package org.podprotocol.relay.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
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

  @Override
  public void close() {
    stream.close();
  }
}
