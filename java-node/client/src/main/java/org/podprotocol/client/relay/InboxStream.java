package org.podprotocol.client.relay;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;

/**
 * An inbox as it fills: logs in, subscribes, and after a lost connection goes on where it was.
 * Messages come in the order of their sequence numbers, each once; one that a relay skips makes the
 * stream connect again and ask for it.
 */
public final class InboxStream implements AutoCloseable {
  private final HttpClient http;
  private final URI address;
  private final Origin origin;
  private final LoginKey login;
  private final Address inbox;
  private final StreamOptions options;
  private final StreamListener listener;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // Guarded by this.
  private long next;
  private int failures;
  private @Nullable StreamConnection connection;

  private InboxStream(
      HttpClient http,
      RelayApi relay,
      LoginKey login,
      Address inbox,
      long from,
      StreamOptions options,
      StreamListener listener,
      ScheduledExecutorService timer) {
    this.http = http;
    this.address = relay.streamAddress();
    this.origin = relay.origin();
    this.login = login;
    this.inbox = inbox;
    this.next = from;
    this.options = options;
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * Opens a stream; it connects in the background.
   *
   * @param inbox the agent's own address, or a channel's
   * @param from first sequence number wanted, at least 1; 0: only what is new from now on
   * @param timer runs pings and pauses
   */
  public static InboxStream open(
      HttpClient http,
      RelayApi relay,
      LoginKey login,
      Address inbox,
      long from,
      StreamOptions options,
      StreamListener listener,
      ScheduledExecutorService timer) {
    if (from < 0) {
      throw new IllegalArgumentException("sequence numbers begin at 1: " + from);
    }
    InboxStream stream = new InboxStream(http, relay, login, inbox, from, options, listener, timer);
    stream.connect();
    return stream;
  }

  /**
   * Ends when the stream is closed; fails if the relay refuses the login or subscription, or with
   * the listener's failure.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** The sequence number that comes next: what to resume from. 0: not known yet. */
  public synchronized long next() {
    return next;
  }

  @Override
  public void close() {
    ended.complete(null);
    StreamConnection open;
    synchronized (this) {
      open = connection;
      connection = null;
    }
    if (open != null) {
      open.shut();
    }
  }

  private void connect() {
    if (ended.isDone()) {
      return;
    }
    StreamConnection made =
        new StreamConnection(this, login, origin, inbox, options, timer, next());
    synchronized (this) {
      connection = made;
    }
    made.open(http, address);
  }

  /**
   * The subscription stands; {@code from} is the sequence number that comes next, 0 if the relay
   * does not say.
   */
  void subscribed(StreamConnection by, long from) {
    synchronized (this) {
      if (connection != by) {
        return;
      }
      failures = 0;
      if (next == 0) {
        next = from;
      }
    }
    listener.onConnected();
  }

  /** Takes a message; the stage completes when the next may come. */
  CompletableFuture<Void> message(StreamConnection by, StoredMessage message) {
    synchronized (this) {
      if (connection != by || (next != 0 && message.sequence() < next)) {
        return CompletableFuture.completedFuture(null);
      }
      if (next != 0 && message.sequence() > next) {
        return CompletableFuture.failedFuture(
            new AnswerException("the relay skipped from " + next + " to " + message.sequence()));
      }
    }
    CompletableFuture<Void> taken = new CompletableFuture<>();
    try {
      listener
          .onMessage(message)
          .whenComplete(
              (ignored, failure) -> {
                if (failure == null) {
                  synchronized (this) {
                    next = message.sequence() + 1;
                  }
                  taken.complete(null);
                } else {
                  end(failure);
                }
              });
    } catch (RuntimeException e) {
      end(e);
    }
    return taken;
  }

  /** The connection is gone. */
  void lost(StreamConnection by, Throwable cause) {
    Duration pause;
    synchronized (this) {
      if (connection != by) {
        return;
      }
      connection = null;
      failures++;
      pause = Duration.ofMillis(options.backoff().jitterMs(failures));
    }
    if (ended.isDone()) {
      return;
    }
    if (cause instanceof ProblemException e && isFinal(e.problem())) {
      ended.completeExceptionally(cause);
      return;
    }
    listener.onDisconnected(cause, pause);
    timer.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end(Throwable failure) {
    ended.completeExceptionally(failure);
    close();
  }

  /** Refusals that another attempt does not change. */
  private static boolean isFinal(Problem problem) {
    int status = problem.status();
    return status >= 400 && status < 500 && status != 429;
  }
}
