package org.podprotocol.relay.cli.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.MessageHandler;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.relay.cli.demo.Speaker;

/**
 * Open-loop load: message number n is due n / rate seconds after the start, and latencies count
 * from then, however late it is sent.
 */
public final class Load {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long TICK_NANOS = 1_000_000;
  private static final int MAX_FRAME = 64;
  private static final long POLL_MS = 20;

  private final LoadSettings settings;
  private final PodClient client;
  private final List<Speaker> speakers;
  private final Consumer<String> progress;
  private final Map<Hash, Long> dueOf = new ConcurrentHashMap<>();
  private final Latencies delivery = new Latencies();

  /**
   * @param speakers who talk to each other; at least 2
   * @param progress hears a line now and then
   */
  public Load(
      LoadSettings settings, PodClient client, List<Speaker> speakers, Consumer<String> progress) {
    this.settings = settings;
    this.client = client;
    this.speakers = List.copyOf(speakers);
    this.progress = progress;
  }

  /**
   * Sends it all, and waits for what comes of it.
   *
   * @throws IOException if the connection breaks
   */
  public LoadReport run() throws IOException {
    List<InboxStream> streams = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient();
        Outbound outbound = Outbound.open(http, client.relay().streamAddress())) {
      listen(streams);
      UseSampler use = settings.relayPid() > 0 ? UseSampler.start(settings.relayPid()) : null;
      long sent = send(outbound);
      await(outbound, sent);
      if (use != null) {
        use.stop();
      }
      return report(outbound, sent, use);
    } finally {
      streams.forEach(InboxStream::close);
    }
  }

  private void listen(List<InboxStream> streams) {
    List<CompletableFuture<Void>> connected = new ArrayList<>();
    for (Speaker speaker : speakers) {
      CompletableFuture<Void> ready = new CompletableFuture<>();
      connected.add(ready);
      streams.add(
          speaker
              .agent()
              .subscribe(
                  1,
                  new MessageHandler() {
                    @Override
                    public CompletableFuture<Void> onMessage(ReceivedMessage message) {
                      Long due = dueOf.remove(message.id());
                      if (due != null) {
                        delivery.record(due, System.nanoTime());
                      }
                      return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void onConnected() {
                      ready.complete(null);
                    }
                  }));
    }
    ChainSession.await(CompletableFuture.allOf(connected.toArray(CompletableFuture[]::new)));
  }

  private long send(Outbound outbound) throws IOException {
    Domain domain = client.domain();
    byte[] content = new byte[settings.contentBytes()];
    long start = System.nanoTime();
    int messages = settings.messages();
    int next = 0;
    long nextLine = start;
    while (next < messages) {
      requireConnection(outbound);
      long now = System.nanoTime();
      List<Outbound.Due> frame = new ArrayList<>();
      while (next < messages && frame.size() < MAX_FRAME && dueNanos(start, next) <= now) {
        frame.add(message(domain, next, dueNanos(start, next), content));
        next++;
      }
      if (!frame.isEmpty()) {
        outbound.send(frame);
      }
      if (now >= nextLine) {
        progress.accept(
            "%d sent, %d accepted, %d delivered, %d anchored"
                .formatted(
                    next,
                    outbound.accept().count(),
                    delivery.count(),
                    outbound.anchoring().count()));
        nextLine += 5_000_000_000L;
      }
      if (frame.size() < MAX_FRAME) {
        LockSupport.parkNanos(TICK_NANOS);
      }
    }
    return messages;
  }

  private long dueNanos(long start, int number) {
    return start + number * 1_000_000_000L / settings.rate();
  }

  private Outbound.Due message(Domain domain, int number, long dueNanos, byte[] content) {
    Speaker from = speakers.get(number % speakers.size());
    Speaker to =
        speakers.get(
            (number + 1 + number / speakers.size() % (speakers.size() - 1)) % speakers.size());
    Envelope envelope = from.say(domain, to.address(), false, content);
    Hash id = envelope.id(domain);
    dueOf.put(id, dueNanos);
    return new Outbound.Due(id, new OutgoingMessage(envelope, content), dueNanos);
  }

  private void await(Outbound outbound, long sent) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      requireConnection(outbound);
      long expected = sent - outbound.refused();
      if (outbound.accept().count() >= expected
          && delivery.count() >= expected
          && outbound.anchoring().count() >= expected) {
        return;
      }
      ChainSession.pause(POLL_MS);
    }
  }

  private static void requireConnection(Outbound outbound) throws IOException {
    Throwable failure = outbound.failure();
    if (failure != null) {
      throw new IOException("the load's connection failed: " + failure.getMessage(), failure);
    }
  }

  private LoadReport report(Outbound outbound, long sent, @Nullable UseSampler use) {
    long accepted = outbound.accept().count();
    return new LoadReport(
        settings.rate(),
        sent,
        accepted,
        delivery.count(),
        outbound.anchoring().count(),
        sent - accepted,
        outbound.accept(),
        delivery,
        outbound.anchoring(),
        use);
  }
}
