package org.podprotocol.relay.cli.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.client.MessageHandler;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.solana.keys.Keypair;

/**
 * Open-loop load: each operation is due at a time that the pace gives, and latencies count from
 * then, however late it is sent.
 */
public final class Load {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long TICK_NANOS = 1_000_000;
  private static final int MAX_FRAME = 64;
  private static final int MAX_FRAME_BYTES = 2 << 20;
  private static final long POLL_MS = 20;
  private static final long LINE_NANOS = 1_000_000_000L;

  private final LoadSettings settings;
  private final PodClient client;
  private final List<Speaker> speakers;
  private final Consumer<String> progress;
  private final Address channel;
  private final OnChain onChain;
  private final Map<Hash, Long> dueOf = new ConcurrentHashMap<>();
  private final Latencies delivery = new Latencies();
  private long startNanos;
  private long startMs;
  private volatile @Nullable Throwable streamFailure;

  /**
   * @param speakers who talk to each other; at least 2
   * @param payer their authority, who pays for what happens on chain
   * @param progress hears a line now and then
   */
  public Load(
      LoadSettings settings,
      PodClient client,
      ChainSession chain,
      PublicKey program,
      List<Speaker> speakers,
      Keypair payer,
      Consumer<String> progress) {
    this.settings = settings;
    this.client = client;
    this.speakers = List.copyOf(speakers);
    this.progress = progress;
    channel =
        settings.mix().has(Operation.CHANNEL)
            ? Channel.open(chain, program, payer, speakers)
            : Address.ZERO;
    onChain = new OnChain(client, payer, HexFormat.of().toHexDigits(new SecureRandom().nextInt()));
    if (settings.mix().has(Operation.DIRECT)) {
      int perSpeaker = settings.pace().operations() / speakers.size() + 1;
      onChain.fund(chain, speakers, perSpeaker, settings.contentBytes());
    }
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
      List<Outbound.Due> ready = settings.signBefore() ? signAll() : List.of();
      UseSampler use = settings.relayPid() > 0 ? UseSampler.start(settings.relayPid()) : null;
      long sent = send(outbound, ready);
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
      listen(speaker, speaker.address(), streams, connected);
    }
    if (settings.mix().has(Operation.CHANNEL)) {
      listen(speakers.getFirst(), channel, streams, connected);
    }
    ChainSession.await(CompletableFuture.allOf(connected.toArray(CompletableFuture[]::new)));
  }

  private void listen(
      Speaker speaker,
      Address inbox,
      List<InboxStream> streams,
      List<CompletableFuture<Void>> connected) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    connected.add(ready);
    InboxStream stream =
        speaker
            .agent()
            .subscribe(
                inbox,
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

                  @Override
                  public void onDisconnected(Throwable cause, Duration pause) {
                    progress.accept("the stream of " + inbox + " broke: " + cause.getMessage());
                  }
                });
    streams.add(stream);
    stream
        .ended()
        .exceptionally(
            cause -> {
              ready.completeExceptionally(cause);
              streamFailure = cause;
              return null;
            });
  }

  /** Signs every relayed message with the time when it is due, should the run start now. */
  private List<Outbound.Due> signAll() {
    progress.accept("signing beforehand");
    start();
    List<Outbound.Due> ready = new ArrayList<>();
    for (int number = 0; number < settings.pace().operations(); number++) {
      if (settings.mix().of(number).isRelayed()) {
        ready.add(message(number));
      }
    }
    return ready;
  }

  private void start() {
    startNanos = System.nanoTime();
    startMs = System.currentTimeMillis();
  }

  /** How many operations were sent. */
  private long send(Outbound outbound, List<Outbound.Due> ready) throws IOException {
    start();
    List<Latencies> all = List.of(delivery, onChain.confirmed());
    all.forEach(latencies -> latencies.startAt(startNanos));
    outbound.startAt(startNanos);
    int operations = settings.pace().operations();
    int next = 0;
    int signed = 0;
    long nextLine = startNanos;
    while (next < operations) {
      requireConnection(outbound);
      long now = System.nanoTime();
      List<Outbound.Due> frame = new ArrayList<>();
      int bytes = 0;
      while (next < operations
          && frame.size() < MAX_FRAME
          && bytes < MAX_FRAME_BYTES
          && dueNanos(next) <= now) {
        if (settings.mix().of(next).isRelayed()) {
          Outbound.Due due =
              ready.isEmpty() ? message(next) : ready.get(signed++).at(dueNanos(next));
          dueOf.put(due.id(), due.dueNanos());
          frame.add(due);
          bytes += due.message().content().length;
        } else {
          transact(next);
        }
        next++;
      }
      if (!frame.isEmpty()) {
        outbound.send(frame);
      }
      if (now >= nextLine) {
        progress.accept(Progress.line((double) next / operations, counts(outbound, next)));
        nextLine += LINE_NANOS;
      }
      if (next < operations && dueNanos(next) > System.nanoTime()) {
        LockSupport.parkNanos(TICK_NANOS);
      }
    }
    return operations;
  }

  private String counts(Outbound outbound, int sent) {
    return "%d sent, %d accepted, %d delivered, %d anchored%s"
        .formatted(
            sent,
            outbound.accept().count(),
            delivery.count(),
            outbound.anchoring().count(),
            onChain.sent() == 0 ? "" : ", %d confirmed".formatted(onChain.confirmed().count()));
  }

  private long dueNanos(int number) {
    return startNanos + settings.pace().dueNanos(number);
  }

  private Speaker from(int number) {
    return speakers.get(number % speakers.size());
  }

  private Speaker to(int number) {
    int others = speakers.size() - 1;
    return speakers.get((number + 1 + number / speakers.size() % others) % speakers.size());
  }

  private Outbound.Due message(int number) {
    Operation operation = settings.mix().of(number);
    byte[] content =
        new byte[operation == Operation.LARGE ? settings.largeBytes() : settings.contentBytes()];
    Address to = operation == Operation.CHANNEL ? channel : to(number).address();
    Domain domain = client.domain();
    long timestampMs = startMs + settings.pace().dueNanos(number) / 1_000_000;
    Envelope envelope = from(number).sayAt(domain, to, timestampMs, content);
    return new Outbound.Due(
        envelope.id(domain), new OutgoingMessage(envelope, content), dueNanos(number));
  }

  private void transact(int number) {
    if (settings.mix().of(number) == Operation.DIRECT) {
      onChain.message(
          from(number), to(number), new byte[settings.contentBytes()], dueNanos(number));
    } else {
      onChain.register(number, dueNanos(number));
    }
  }

  private void await(Outbound outbound, long sent) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline) {
      requireConnection(outbound);
      long expected = sent - onChain.sent() - outbound.refused();
      if (outbound.accept().count() >= expected
          && delivery.count() >= expected
          && outbound.anchoring().count() >= expected
          && onChain.confirmed().count() + onChain.failed() >= onChain.sent()) {
        return;
      }
      ChainSession.pause(POLL_MS);
    }
  }

  private void requireConnection(Outbound outbound) throws IOException {
    Throwable failure = outbound.failure() == null ? streamFailure : outbound.failure();
    if (failure != null) {
      throw new IOException("a connection of the load failed: " + failure.getMessage(), failure);
    }
  }

  private LoadReport report(Outbound outbound, long sent, @Nullable UseSampler use) {
    long relayed = sent - onChain.sent();
    long accepted = outbound.accept().count();
    long confirmed = onChain.confirmed().count();
    return new LoadReport(
        settings,
        sent,
        relayed,
        accepted,
        delivery.count(),
        outbound.anchoring().count(),
        confirmed,
        relayed - accepted + onChain.sent() - confirmed,
        outbound.accept(),
        delivery,
        outbound.anchoring(),
        onChain.confirmed(),
        use);
  }
}
