package org.podprotocol.relay.journal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.config.JournalSettings;
import org.podprotocol.relay.journal.GroupCommit.WindowEntries;
import org.podprotocol.relay.observe.Probe;

/**
 * The journal on SQLite: one writer with group commit, readers beside it, one file in the data
 * folder.
 */
public final class SqliteJournal implements Journal {
  private static final int RANGE_LIMIT = 1000;

  private final ReceiptIssuer issuer;
  private final JournalState state;
  private final SegmentTail tail;
  private final Fingerprint fingerprint;
  private final StorageHealth health;
  private final Checkpointer checkpointer;
  private final JournalWriter writer;
  private final DeliveredMarks delivered;
  private final ReaderPool readers;
  private final JournalQueries writerQueries;
  private boolean closed;

  private SqliteJournal(
      Opened opened,
      DataFolder folder,
      JournalSettings settings,
      ReceiptIssuer issuer,
      Clock clock,
      MetricRegistry metrics)
      throws SQLException {
    this.issuer = issuer;
    state = opened.state;
    tail = opened.tail;
    fingerprint = opened.fingerprint;
    writerQueries = opened.queries;
    health = new StorageHealth(folder, settings.minFreeBytes(), System::nanoTime);
    checkpointer = new Checkpointer(Schema.openReader(folder.journalFile()));
    var commit =
        new GroupCommit(
            opened.queries,
            issuer,
            state,
            tail,
            opened.window,
            opened.windowEntries,
            settings.timestampWindow().toMillis(),
            new JournalMetrics(metrics));
    writer = new JournalWriter(settings, commit, health, checkpointer, clock);
    delivered = new DeliveredMarks(writer::mark, state::delivered);
    var connections = new ArrayList<JournalQueries>();
    // One more than threads, for those who read on a thread of their own.
    for (int i = 0; i <= settings.readers(); i++) {
      connections.add(new JournalQueries(Schema.openReader(folder.journalFile()), issuer.domain()));
    }
    readers = new ReaderPool(connections, settings.readers(), settings.readQueue());
  }

  /**
   * Opens the journal of a locked data folder, or makes it.
   *
   * @param issuer says which relay it belongs to
   * @param clock the relay's time
   */
  public static SqliteJournal open(
      DataFolder folder,
      JournalSettings settings,
      ReceiptIssuer issuer,
      Clock clock,
      MetricRegistry metrics)
      throws JournalOpenException {
    return open(folder, settings, issuer, clock, metrics, Synchronous.FULL);
  }

  /** The same with another durability; a relay uses {@link Synchronous#FULL}. */
  public static SqliteJournal open(
      DataFolder folder,
      JournalSettings settings,
      ReceiptIssuer issuer,
      Clock clock,
      MetricRegistry metrics,
      Synchronous synchronous)
      throws JournalOpenException {
    Path file = folder.journalFile();
    try {
      Connection connection = Schema.openWriter(file, issuer.owner(), synchronous);
      Opened opened = Opened.read(connection, issuer, settings.timestampWindow().toMillis());
      var journal = new SqliteJournal(opened, folder, settings, issuer, clock, metrics);
      journal.writer.start();
      Probe.asked(metrics, "journal.disk", "free.bytes", System::nanoTime, folder::freeBytes);
      metrics.gauge("journal.read.queue", () -> (Gauge<Integer>) journal.readers::queued);
      return journal;
    } catch (SQLException e) {
      throw new JournalOpenException(
          "The journal "
              + file
              + " can't be opened: "
              + e.getMessage()
              + ". If the file is damaged, restore a backup or see docs/operating.md.",
          e);
    }
  }

  @Override
  public CompletionStage<AppendOutcome> append(Candidate candidate) {
    var outcome = new CompletableFuture<AppendOutcome>();
    var envelope = candidate.envelope();
    writer.append(
        new WriterWork.Append(
            candidate, fingerprint.of(envelope.sender(), envelope.nonce()), outcome));
    return outcome;
  }

  @Override
  public CompletionStage<Optional<StoredMessage>> find(Hash id) {
    return readers.submit(queries -> Optional.ofNullable(queries.find(id, tail)));
  }

  @Override
  public CompletionStage<Receipt> receipt(long index) {
    return readers.submit(queries -> queries.receipt(index, issuer));
  }

  @Override
  public CompletionStage<Optional<StoredMessage>> acknowledgement(StoredMessage message) {
    return readers.submit(queries -> Optional.ofNullable(Acknowledgements.of(queries, message)));
  }

  @Override
  public CompletionStage<List<StoredMessage>> inbox(Address recipient, long from, int limit) {
    return readers.submit(queries -> queries.inbox(recipient, from, limit, tail));
  }

  @Override
  public CompletionStage<Long> inboxNext(Address recipient) {
    return readers.submit(queries -> queries.inboxNext(recipient, tail));
  }

  @Override
  public CompletionStage<List<StoredMessage>> range(long from, long to) {
    if (from < 0 || to < from || to - from > RANGE_LIMIT) {
      throw new IllegalArgumentException("range " + from + " to " + to);
    }
    return readers.submit(queries -> queries.range(from, Math.min(to, state.size())));
  }

  @Override
  public CompletionStage<Void> recordDelivered(Address recipient, long seq) {
    return delivered.record(recipient, seq);
  }

  @Override
  public CompletionStage<Long> deliveredUpTo(Address recipient) {
    return readers.submit(queries -> queries.deliveredUpTo(recipient));
  }

  @Override
  public long timestampFloorMs() {
    return state.floorMs();
  }

  @Override
  public JournalStatus status() {
    String refusal = health.refusal();
    return new JournalStatus(refusal == null, refusal == null ? "ok" : refusal, writer.queued());
  }

  @Override
  public long size() {
    return state.size();
  }

  @Override
  public long anchoredSize() {
    return state.anchored();
  }

  @Override
  public long finalizedSize() {
    return state.finalized();
  }

  @Override
  public byte[] leafHashes(long from, int count) {
    checkRange(from, count);
    byte[] hashes = new byte[count * Hash.LENGTH];
    int at = 0;
    for (var envelope : readers.run(queries -> queries.leaves(from, from + count))) {
      envelope.leafHash().copyTo(hashes, at);
      at += Hash.LENGTH;
    }
    return hashes;
  }

  @Override
  public byte[] leaf(long index) {
    checkRange(index, 1);
    return readers.run(queries -> queries.leaves(index, index + 1)).getFirst().toBytes();
  }

  private void checkRange(long from, int count) {
    if (from < 0 || count < 0 || from + count > state.size()) {
      throw new IndexOutOfBoundsException(from + " + " + count + " of " + state.size());
    }
  }

  @Override
  public CompletionStage<Void> recordAnchored(CommitRecord commit) {
    // The writer alone changes the anchored size, so what it reads of it is current.
    return mark(
        connection -> {
          long anchored = state.anchored();
          if (commit.start() > anchored || commit.end() > state.size()) {
            throw new IllegalArgumentException(
                "commit "
                    + commit.start()
                    + ".."
                    + commit.end()
                    + " of a journal of "
                    + state.size()
                    + " anchored to "
                    + anchored);
          }
          if (commit.end() > anchored) {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    "INSERT INTO commit_tx(start, end, signature, slot) VALUES(?, ?, ?, ?)")) {
              insert.setLong(1, anchored);
              insert.setLong(2, commit.end());
              insert.setString(3, commit.signature());
              insert.setLong(4, commit.slot());
              insert.executeUpdate();
            }
          }
        },
        () -> {
          if (commit.end() > state.anchored()) {
            state.anchored(commit.end());
          }
        });
  }

  @Override
  public CompletionStage<Void> recordFinalized(long size) {
    return mark(
        connection -> {
          if (size > state.anchored()) {
            throw new IllegalArgumentException(
                "finalized size " + size + " beyond the anchored " + state.anchored());
          }
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE progress SET finalized=max(finalized, ?)")) {
            update.setLong(1, size);
            update.executeUpdate();
          }
        },
        () -> {
          if (size > state.finalized()) {
            state.finalized(size);
          }
        });
  }

  @Override
  public CompletionStage<Void> recordRolledBack(long size) {
    return mark(
        connection -> {
          if (size < state.finalized()) {
            throw new IllegalArgumentException(
                "what is finalized (" + state.finalized() + ") can't be rolled back to " + size);
          }
          try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM commit_tx WHERE start>=?");
              PreparedStatement cut =
                  connection.prepareStatement("UPDATE commit_tx SET end=? WHERE end>?")) {
            delete.setLong(1, size);
            delete.executeUpdate();
            cut.setLong(1, size);
            cut.setLong(2, size);
            cut.executeUpdate();
          }
        },
        () -> {
          if (size < state.anchored()) {
            state.rolledBack(size);
          }
        });
  }

  @Override
  public Optional<CommitRecord> commitCovering(long index) {
    return readers.run(queries -> Optional.ofNullable(queries.commitCovering(index)));
  }

  @Override
  public List<CommitRecord> commitsNotFinalized() {
    return readers.run(queries -> queries.commitsBeyond(state.finalized()));
  }

  @Override
  public void addListener(JournalListener listener) {
    state.add(listener);
  }

  /**
   * The oldest segment that is finalized and was last added to before {@code beforeMs}; -1 if there
   * is none.
   */
  long oldestSegment(long beforeMs) {
    return readers.run(
        queries -> Pruning.oldest(queries.connection(), beforeMs, state.finalized()));
  }

  /** Bytes of the database that hold something. */
  long bytesInUse() {
    return readers.run(
        queries ->
            Schema.number(queries.connection(), "PRAGMA page_size")
                * (Schema.number(queries.connection(), "PRAGMA page_count")
                    - Schema.number(queries.connection(), "PRAGMA freelist_count")));
  }

  /** Changes rows between two groups. */
  CompletionStage<Void> change(WriterWork.Change change) {
    return mark(change, () -> {});
  }

  private CompletionStage<Void> mark(WriterWork.Change change, Runnable published) {
    var done = new CompletableFuture<Void>();
    writer.mark(new WriterWork.Mark(change, published, done));
    return done;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    writer.close();
    readers.close();
    try {
      checkpointer.close();
      writerQueries.close();
    } catch (SQLException e) {
      throw new StorageUnavailableException("the journal does not close: " + e.getMessage(), e);
    }
  }

  /** What is read of the file before the writer starts. */
  private record Opened(
      JournalQueries queries,
      JournalState state,
      SegmentTail tail,
      DuplicateWindow window,
      WindowEntries windowEntries,
      Fingerprint fingerprint) {

    static Opened read(Connection connection, ReceiptIssuer issuer, long windowMs)
        throws SQLException {
      byte[] key = Schema.meta(connection, "fingerprint_key");
      if (key == null) {
        throw new SQLException("the fingerprint key is missing");
      }
      var fingerprint = new Fingerprint(key);
      long size = Schema.number(connection, "SELECT coalesce(max(idx) + 1, 0) FROM message");
      long anchored = Schema.number(connection, "SELECT coalesce(max(end), 0) FROM commit_tx");
      long finalized = Schema.number(connection, "SELECT finalized FROM progress");
      long lastAcceptedMs =
          Schema.number(
              connection, "SELECT accepted_ms FROM message_group ORDER BY first DESC LIMIT 1");
      var window = new DuplicateWindow();
      window.raiseFloor(lastAcceptedMs - windowMs);
      restoreWindow(connection, window, windowMs);
      long start = Schema.number(connection, "SELECT sealed FROM progress") * SegmentTail.SEGMENT;
      var tail = new SegmentTail(start);
      var entries = new WindowEntries();
      var queries = new JournalQueries(connection, issuer.domain());
      restoreTail(connection, issuer, tail, window, entries, fingerprint);
      var state = new JournalState(size, anchored, finalized, window.floorMs());
      return new Opened(queries, state, tail, window, entries, fingerprint);
    }

    private static void restoreWindow(Connection connection, DuplicateWindow window, long windowMs)
        throws SQLException {
      // What was accepted more than a window before the floor can't have a timestamp past the
      // floor.
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT segment, entries FROM window_block WHERE last_accepted_ms>=? ORDER BY segment")) {
        select.setLong(1, window.floorMs() - windowMs);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            long index = row.getLong(1) * SegmentTail.SEGMENT;
            ByteBuffer entries = ByteBuffer.wrap(row.getBytes(2));
            while (entries.hasRemaining()) {
              window.add(entries.getLong(), entries.getLong(), index++);
            }
          }
        }
      }
    }

    private static void restoreTail(
        Connection connection,
        ReceiptIssuer issuer,
        SegmentTail tail,
        DuplicateWindow window,
        WindowEntries entries,
        Fingerprint fingerprint)
        throws SQLException {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT idx, seq, leaf FROM message WHERE idx>=? ORDER BY idx")) {
        long expected = tail.start();
        select.setLong(1, expected);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            if (row.getLong(1) != expected) {
              throw new SQLException("message " + expected + " is missing");
            }
            var envelope = org.podprotocol.protocol.Envelope.of(row.getBytes(3));
            long print = fingerprint.of(envelope.sender(), envelope.nonce());
            tail.add(envelope.id(issuer.domain()), envelope.recipient(), row.getLong(2));
            window.add(print, envelope.timestampMs(), expected);
            entries.add(print, envelope.timestampMs());
            expected++;
          }
        }
      }
    }
  }
}
