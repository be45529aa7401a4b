package org.podprotocol.relay.delivery;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of one inbox. It holds no messages: what comes live is passed on if it is the very
 * next one and the connection takes it; otherwise the subscription falls behind and catches up from
 * the journal, page by page, as the connection allows. All state belongs to the sink's executor.
 */
public final class Subscription {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);
  private static final int PAGE = 32;
  private static final long RETRY_MS = 100;

  private final Journal journal;
  private final Address inbox;
  private final Sink sink;
  private final Pushed pushed;
  private long nextSeq;
  private long highestSeen;
  private long sentUpTo;
  private boolean behind = true;
  private boolean reading;
  private boolean closed;

  Subscription(Journal journal, Address inbox, long from, Sink sink, Pushed pushed) {
    this.journal = journal;
    this.inbox = inbox;
    this.nextSeq = from;
    this.sink = sink;
    this.pushed = pushed;
  }

  public Address inbox() {
    return inbox;
  }

  /** Sequence number of the last message sent; 0: none yet. On the sink's executor. */
  public long sentUpTo() {
    return sentUpTo;
  }

  /** Called from the journal's thread. */
  void offer(StoredMessage message) {
    sink.executor().execute(() -> arrived(message));
  }

  private void arrived(StoredMessage message) {
    if (closed || message.seq() < nextSeq) {
      return;
    }
    highestSeen = Math.max(highestSeen, message.seq());
    if (!behind && message.seq() == nextSeq && sink.writable()) {
      send(message, true);
    } else {
      behind = true;
      resume();
    }
  }

  /** Goes on from the journal if something is missing. On the sink's executor. */
  public void resume() {
    if (closed || !behind || reading || !sink.writable()) {
      return;
    }
    reading = true;
    journal
        .inbox(inbox, nextSeq, PAGE)
        .whenComplete((page, failure) -> sink.executor().execute(() -> read(page, failure)));
  }

  private void read(@Nullable List<StoredMessage> page, @Nullable Throwable failure) {
    reading = false;
    if (closed) {
      return;
    }
    if (page == null) {
      log.debug("An inbox could not be read and will be again: {}", String.valueOf(failure));
      sink.executor().schedule(this::resume, RETRY_MS, TimeUnit.MILLISECONDS);
      return;
    }
    for (StoredMessage message : page) {
      if (message.seq() < nextSeq) {
        continue;
      }
      if (!sink.writable()) {
        return;
      }
      send(message, false);
    }
    behind = page.size() == PAGE || highestSeen >= nextSeq;
    resume();
  }

  private void send(StoredMessage message, boolean live) {
    nextSeq = message.seq() + 1;
    sentUpTo = message.seq();
    sink.send(this, message);
    pushed.pushed(message, live);
  }

  /** Hears of each message pushed. */
  @FunctionalInterface
  interface Pushed {

    /**
     * @param live it came while the subscription was up to date
     */
    void pushed(StoredMessage message, boolean live);
  }

  /** Nothing is sent after this. On the sink's executor. */
  void close() {
    closed = true;
  }
}
