package org.podprotocol.client.relay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;

/** One WebSocket of an {@link InboxStream}: hello, challenge, login, subscription, messages. */
final class StreamConnection implements WebSocket.Listener {
  private static final int NORMAL = 1000;
  private static final int SILENT_INTERVALS = 3;

  /** Messages that wait for the listener; past this nothing more is read. */
  private static final int MAX_PENDING_BYTES = 4 << 20;

  /** What a waiting message takes beside its content. */
  private static final int MESSAGE_COST = 1024;

  private final InboxStream stream;
  private final LoginKey login;
  private final Origin origin;
  private final Address inbox;
  private final StreamOptions options;
  private final ScheduledExecutorService timer;
  private final long from;
  private final AtomicBoolean over = new AtomicBoolean();
  private final StringBuilder frame = new StringBuilder();

  private volatile @Nullable WebSocket socket;
  private volatile long heardAtNanos;
  private volatile boolean subscribed;
  private volatile @Nullable ScheduledFuture<?> pings;

  // Guarded by this: one send at a time, and of acknowledgements the last alone.
  private CompletableFuture<?> sends = CompletableFuture.completedFuture(null);
  private long acknowledged;
  private boolean acknowledging;
  private CompletableFuture<?> deliveries = CompletableFuture.completedFuture(null);
  private long pendingBytes;
  private boolean paused;

  StreamConnection(
      InboxStream stream,
      LoginKey login,
      Origin origin,
      Address inbox,
      StreamOptions options,
      ScheduledExecutorService timer,
      long from) {
    this.stream = stream;
    this.login = login;
    this.origin = origin;
    this.inbox = inbox;
    this.options = options;
    this.timer = timer;
    this.from = from;
  }

  void open(HttpClient http, URI address) {
    timer.schedule(
        this::checkSubscribed, options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      http.newWebSocketBuilder()
          .connectTimeout(options.connectTimeout())
          .buildAsync(address, this)
          .whenComplete(
              (opened, failure) -> {
                if (failure != null) {
                  fail(failure);
                }
              });
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Closes for good. */
  void shut() {
    if (over.compareAndSet(false, true)) {
      stopPings();
      WebSocket open = socket;
      if (open != null) {
        open.sendClose(NORMAL, "").whenComplete((ignored, failure) -> open.abort());
      }
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket = opened;
    heardAtNanos = System.nanoTime();
    if (over.get()) {
      opened.abort();
      return;
    }
    long interval = options.pingInterval().toMillis();
    pings = timer.scheduleWithFixedDelay(this::ping, interval, interval, TimeUnit.MILLISECONDS);
    send(RequestBody.frame("hello", RequestBody.agent(login.agent())));
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    heardAtNanos = System.nanoTime();
    if (frame.length() + part.length() > options.maxFrameChars()) {
      fail(
          new AnswerException(
              "the relay sends a frame of more than " + options.maxFrameChars() + " characters"));
      return null;
    }
    frame.append(part);
    if (!last) {
      from.request(1);
      return null;
    }
    String text = frame.toString();
    frame.setLength(0);
    try {
      handle(Answer.parse(text));
    } catch (RuntimeException e) {
      fail(e);
      return null;
    }
    synchronized (this) {
      paused = pendingBytes > MAX_PENDING_BYTES;
      if (paused) {
        return null;
      }
    }
    from.request(1);
    return null;
  }

  private void handle(Answer answer) {
    switch (answer.text("type")) {
      case "challenge" -> {
        Login answered =
            Challenge.of(answer).answeredBy(login.agent(), login.signerAddress(), origin);
        login
            .sign(answered)
            .whenComplete(
                (signature, failure) -> {
                  if (failure == null) {
                    send(RequestBody.frame("login", RequestBody.login(answered, signature)));
                  } else {
                    fail(failure);
                  }
                });
      }
      case "welcome" ->
          send(
              RequestBody.frame(
                  "subscribe",
                  out -> {
                    out.writeStringField("inbox", inbox.toString());
                    out.writeNumberField("from", from);
                  }));
      case "subscribed" -> {
        subscribed = true;
        stream.subscribed(this, answer.has("from") ? answer.integer("from") : 0);
      }
      case "message" -> deliver(StoredMessage.of(answer));
      case "error" -> throw new ProblemException(Problem.of(answer.object("problem").json(), null));
      default -> {
        // A type of a later version: not for this client.
      }
    }
  }

  /**
   * Hands a message on when those before it are dealt with; frames are read meanwhile, up to a
   * bound.
   */
  private void deliver(StoredMessage message) {
    int cost = MESSAGE_COST + message.rawContent().length;
    CompletableFuture<?> before;
    CompletableFuture<Void> mine = new CompletableFuture<>();
    synchronized (this) {
      pendingBytes += cost;
      before = deliveries;
      deliveries = mine;
    }
    before
        .thenCompose(ignored -> stream.message(this, message))
        .whenComplete(
            (ignored, failure) -> {
              if (failure != null) {
                fail(failure);
                return;
              }
              acknowledge(message.sequence());
              delivered(cost);
              mine.complete(null);
            });
  }

  private void delivered(int cost) {
    synchronized (this) {
      pendingBytes -= cost;
      if (!paused || pendingBytes > MAX_PENDING_BYTES) {
        return;
      }
      paused = false;
    }
    heardAtNanos = System.nanoTime();
    requireSocket().request(1);
  }

  /** Takes an agent's own inbox up to here; a channel's posts are nobody's alone to take. */
  private void acknowledge(long sequence) {
    if (!inbox.equals(login.agent())) {
      return;
    }
    synchronized (this) {
      acknowledged = Math.max(acknowledged, sequence);
      if (acknowledging) {
        return;
      }
      acknowledging = true;
    }
    sendAcknowledgement();
  }

  private void sendAcknowledgement() {
    long sequence;
    synchronized (this) {
      sequence = acknowledged;
    }
    String text =
        RequestBody.frame(
            "ack",
            out -> {
              out.writeStringField("inbox", inbox.toString());
              out.writeNumberField("seq", sequence);
            });
    send(text)
        .thenRun(
            () -> {
              synchronized (this) {
                if (acknowledged == sequence) {
                  acknowledging = false;
                  return;
                }
              }
              sendAcknowledgement();
            });
  }

  private synchronized CompletableFuture<?> send(String text) {
    sends = sends.thenCompose(ignored -> requireSocket().sendText(text, true));
    sends.whenComplete(
        (ignored, failure) -> {
          if (failure != null) {
            fail(failure);
          }
        });
    return sends;
  }

  private WebSocket requireSocket() {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("the WebSocket is not open");
    }
    return open;
  }

  private void ping() {
    long silent = System.nanoTime() - heardAtNanos;
    boolean reading;
    synchronized (this) {
      reading = !paused;
    }
    if (reading && silent > SILENT_INTERVALS * options.pingInterval().toNanos()) {
      fail(new TimeoutException("the relay has been silent for " + silent / 1_000_000 + " ms"));
      return;
    }
    WebSocket open = socket;
    if (open != null) {
      open.sendPing(ByteBuffer.allocate(0))
          .whenComplete(
              (ignored, failure) -> {
                if (failure != null) {
                  fail(failure);
                }
              });
    }
  }

  private void checkSubscribed() {
    if (!subscribed) {
      fail(new TimeoutException("no subscription within " + options.connectTimeout()));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    fail(new AnswerException("the relay sends a binary frame that was not asked for"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    heardAtNanos = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heardAtNanos = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    fail(new IOException("the relay closed the stream: " + code + " " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    fail(failure);
  }

  private void fail(Throwable failure) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    stopPings();
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    stream.lost(this, cause);
  }

  private void stopPings() {
    ScheduledFuture<?> running = pings;
    if (running != null) {
      running.cancel(false);
    }
  }
}
