package org.podprotocol.relay.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.relay.journal.Audience;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.JournalListener;
import org.podprotocol.relay.journal.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the content of large messages to the upload queue, in the journal's order, from where the
 * last run ended. Only what is encrypted or posted to a public channel; the rest stays in the
 * journal.
 */
final class MessageOffload implements JournalListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MessageOffload.class);
  private static final int STEP = 64;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Journal journal;
  private final EmbeddedBlockStore store;
  private final UploadQueue uploads;
  private final long threshold;
  private final Path cursorFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private volatile long next;
  private @Nullable Thread worker;

  private MessageOffload(
      Journal journal,
      EmbeddedBlockStore store,
      UploadQueue uploads,
      long threshold,
      Path cursorFile,
      long next) {
    this.journal = journal;
    this.store = store;
    this.uploads = uploads;
    this.threshold = threshold;
    this.cursorFile = cursorFile;
    this.next = next;
  }

  /**
   * @param cursorFile holds the index of the first message not looked at yet; a new one begins with
   *     the messages to come
   */
  static MessageOffload open(
      Journal journal,
      EmbeddedBlockStore store,
      UploadQueue uploads,
      long threshold,
      Path cursorFile)
      throws IOException {
    long next = journal.size();
    if (Files.exists(cursorFile)) {
      String text = Files.readString(cursorFile).strip();
      try {
        next = Math.min(next, Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new IOException(cursorFile + " does not hold a message's index: " + text, e);
      }
    }
    var offload = new MessageOffload(journal, store, uploads, threshold, cursorFile, next);
    offload.save(next);
    return offload;
  }

  void start() {
    journal.addListener(this);
    worker = Thread.ofVirtual().name("content-offload").start(this::run);
  }

  @Override
  public void appended(long from, long to) {
    lock.lock();
    try {
      appended.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        long size = journal.size();
        if (next == size) {
          awaitMessages();
        } else {
          long to = Math.min(size, next + STEP);
          handOver(journal.range(next, to).toCompletableFuture().get());
          save(to);
          next = to;
        }
      } catch (InterruptedException e) {
        return;
      } catch (ExecutionException | IOException e) {
        log.warn("Content of large messages waits to be taken over: {}", e.getMessage());
        if (!pause()) {
          return;
        }
      }
    }
  }

  private void awaitMessages() throws InterruptedException {
    lock.lock();
    try {
      while (next == journal.size()) {
        appended.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void handOver(List<StoredMessage> messages) throws IOException {
    for (StoredMessage message : messages) {
      Optional<Publishable> content = publishable(message);
      if (content.isPresent()) {
        Cid cid = content.get().root();
        try (var upload = store.beginUpload()) {
          store.put(cid, message.content());
          store.reference(cid, message.id().toBytes());
        }
        if (!uploads.submit(content.get())) {
          throw new QueueFullException();
        }
      }
    }
  }

  /** Whether the message's content goes to the remote store. */
  boolean carries(StoredMessage message) {
    return publishable(message).isPresent();
  }

  /** Where the content of a message that is carried is. */
  UploadState state(StoredMessage message) throws IOException {
    // Read first: what is handed over after this is in the ledger before the cursor moves.
    long handedOver = next;
    UploadState state = uploads.state(Cid.raw(message.envelope().contentHash().toBytes()));
    boolean isToCome = message.index() >= handedOver;
    return state.place() == UploadState.Place.LOCAL && isToCome ? UploadState.PENDING : state;
  }

  /** The message's content, if it is large and may leave the relay. */
  private Optional<Publishable> publishable(StoredMessage message) {
    if (message.content().length <= threshold) {
      return Optional.empty();
    }
    return publishable(message.envelope(), message.audience());
  }

  /** Content that may leave the relay. */
  static Optional<Publishable> publishable(Envelope envelope, Audience audience) {
    return Publishable.of(
        Cid.raw(envelope.contentHash().toBytes()),
        envelope.contentLength(),
        envelope.isEncrypted(),
        audience == Audience.EVERYONE);
  }

  /**
   * Written whole before it is renamed; what it names may be handed over again, which is harmless.
   */
  private void save(long index) throws IOException {
    Path part = cursorFile.resolveSibling(cursorFile.getFileName() + ".part");
    Files.write(part, Long.toString(index).getBytes(StandardCharsets.US_ASCII));
    Files.move(
        part, cursorFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    Thread running = worker;
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
