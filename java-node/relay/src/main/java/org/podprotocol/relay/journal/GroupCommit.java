package org.podprotocol.relay.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one group durable: refuses duplicates, gives indexes and inbox sequence numbers, writes
 * rows and receipts, syncs, and only then lets memory and callers know. Belongs to the writer
 * thread.
 */
final class GroupCommit {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int ROW_OVERHEAD = 400;

  private final Connection connection;
  private final JournalQueries queries;
  private final ReceiptIssuer issuer;
  private final JournalState state;
  private final SegmentTail tail;
  private final DuplicateWindow window;
  private final WindowEntries windowEntries;
  private final long windowMs;
  private final JournalMetrics metrics;
  private final PreparedStatement insertMessage;
  private final PreparedStatement insertGroup;
  private final PreparedStatement insertAck;

  GroupCommit(
      JournalQueries queries,
      ReceiptIssuer issuer,
      JournalState state,
      SegmentTail tail,
      DuplicateWindow window,
      WindowEntries windowEntries,
      long windowMs,
      JournalMetrics metrics)
      throws SQLException {
    this.queries = queries;
    this.connection = queries.connection();
    this.issuer = issuer;
    this.state = state;
    this.tail = tail;
    this.window = window;
    this.windowEntries = windowEntries;
    this.windowMs = windowMs;
    this.metrics = metrics;
    connection.setAutoCommit(false);
    insertMessage =
        connection.prepareStatement(
            "INSERT INTO message(idx, seq, audience, leaf, content) VALUES(?, ?, ?, ?, ?)");
    insertGroup =
        connection.prepareStatement(
            "INSERT INTO message_group(first, count, accepted_slot, deadline_slot, accepted_ms, receipt_key, signature)"
                + " VALUES(?, ?, ?, ?, ?, ?, ?)");
    insertAck = Acknowledgements.insertion(connection);
  }

  /** Messages that may be in the next group. */
  int room() {
    return tail.room();
  }

  /** Bytes written, roughly. When it throws, nothing of the group has changed. */
  long run(List<WriterWork> work, long nowMs) throws SQLException {
    if (tail.isFull()) {
      sealSegment(nowMs);
    }
    long startedNs = System.nanoTime();
    window.raiseFloor(nowMs - windowMs);
    state.floor(window.floorMs());
    var group = new Draft(state.size());
    boolean committed = false;
    try {
      var marks = new ArrayList<WriterWork.Mark>();
      for (WriterWork item : work) {
        switch (item) {
          case WriterWork.Append append -> draft(append, group, nowMs);
          case WriterWork.Mark mark -> {
            if (apply(mark)) {
              marks.add(mark);
            }
          }
        }
      }
      List<Receipt> receipts = group.messages.isEmpty() ? List.of() : insert(group, nowMs);
      connection.commit();
      committed = true;
      publish(group, receipts, marks);
      if (!group.messages.isEmpty()) {
        metrics.group.update(System.nanoTime() - startedNs, TimeUnit.NANOSECONDS);
        metrics.groupMessages.update(group.messages.size());
      }
      if (tail.isFull()) {
        sealSegment(nowMs);
      }
      return group.bytes;
    } finally {
      if (!committed) {
        connection.rollback();
      }
    }
  }

  /** Writes the look-up blocks of the full segment and begins the next. */
  void sealSegment(long nowMs) throws SQLException {
    boolean committed = false;
    try {
      SegmentStore.write(connection, tail.content(), windowEntries.bytes(), nowMs);
      connection.commit();
      committed = true;
    } finally {
      if (!committed) {
        connection.rollback();
      }
    }
    tail.reset();
    windowEntries.clear();
  }

  private boolean apply(WriterWork.Mark mark) throws SQLException {
    try {
      mark.change().apply(connection);
      return true;
    } catch (IllegalArgumentException e) {
      mark.fail(e);
      return false;
    }
  }

  private void draft(WriterWork.Append append, Draft group, long nowMs) throws SQLException {
    Candidate candidate = append.candidate();
    var envelope = candidate.envelope();
    if (envelope.timestampMs() < window.floorMs()) {
      group.settled.add(new Settled(append, new AppendOutcome.TooOld(window.floorMs())));
      return;
    }
    var key = new SenderNonce(envelope.sender(), envelope.nonce());
    Integer inGroup = group.bySenderNonce.get(key);
    if (inGroup != null) {
      group.repeats.add(new Repeat(append, inGroup));
      return;
    }
    StoredMessage earlier = earlier(append.fingerprint(), key);
    if (earlier != null) {
      group.settled.add(new Settled(append, repeatOf(earlier, candidate.id())));
      return;
    }
    long seq = nextSeq(group, envelope.recipient());
    group.bySenderNonce.put(key, group.messages.size());
    group.appends.add(append);
    group.messages.add(
        new StoredMessage(
            group.first + group.messages.size(),
            seq,
            candidate.id(),
            envelope,
            candidate.content(),
            candidate.audience(),
            nowMs));
    group.bytes += candidate.content().length + ROW_OVERHEAD;
  }

  private @Nullable StoredMessage earlier(long fingerprint, SenderNonce key) throws SQLException {
    var found = new StoredMessage[1];
    var failure = new SQLException[1];
    window.any(
        fingerprint,
        index -> {
          try {
            StoredMessage message = queries.message(index);
            if (message != null
                && message.envelope().nonce() == key.nonce
                && message.envelope().sender().equals(key.sender)) {
              found[0] = message;
              return true;
            }
            return false;
          } catch (SQLException e) {
            failure[0] = e;
            return true;
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
    return found[0];
  }

  private AppendOutcome repeatOf(StoredMessage earlier, Hash id) throws SQLException {
    return earlier.id().equals(id)
        ? new AppendOutcome.Duplicate(earlier, queries.receipt(earlier.index(), issuer))
        : new AppendOutcome.NonceUsed(earlier.id());
  }

  private long nextSeq(Draft group, Address recipient) throws SQLException {
    Long next = group.nextSeq.get(recipient);
    long seq = next != null ? next : queries.inboxNext(recipient, tail);
    group.nextSeq.put(recipient, seq + 1);
    return seq;
  }

  private List<Receipt> insert(Draft group, long nowMs) throws SQLException {
    var issued =
        issuer.issue(
            group.first,
            group.messages.stream().map(StoredMessage::id).toList(),
            group.messages.stream().map(StoredMessage::envelope).toList(),
            nowMs);
    for (StoredMessage message : group.messages) {
      insertMessage.setLong(1, message.index());
      insertMessage.setLong(2, message.seq());
      insertMessage.setInt(3, message.audience().code());
      insertMessage.setBytes(4, message.envelope().toBytes());
      insertMessage.setBytes(5, message.content());
      insertMessage.addBatch();
      if (Acknowledgements.is(message.envelope())) {
        Acknowledgements.insert(insertAck, message.envelope(), message.index());
      }
    }
    insertMessage.executeBatch();
    Group row = issued.group();
    insertGroup.setLong(1, row.first());
    insertGroup.setInt(2, row.count());
    insertGroup.setLong(3, row.acceptedSlot());
    insertGroup.setLong(4, row.deadlineSlot());
    insertGroup.setLong(5, row.acceptedAtMs());
    insertGroup.setBytes(6, row.receiptKey().toBytes());
    insertGroup.setBytes(7, row.signature());
    insertGroup.executeUpdate();
    return issued.receipts();
  }

  private void publish(Draft group, List<Receipt> receipts, List<WriterWork.Mark> marks) {
    for (int i = 0; i < group.messages.size(); i++) {
      StoredMessage message = group.messages.get(i);
      var envelope = message.envelope();
      tail.add(message.id(), envelope.recipient(), message.seq());
      window.add(group.appends.get(i).fingerprint(), envelope.timestampMs(), message.index());
      windowEntries.add(group.appends.get(i).fingerprint(), envelope.timestampMs());
    }
    if (!group.messages.isEmpty()) {
      reporting(() -> state.appended(List.copyOf(group.messages)));
    }
    for (int i = 0; i < group.messages.size(); i++) {
      group
          .appends
          .get(i)
          .outcome()
          .complete(new AppendOutcome.Accepted(group.messages.get(i), receipts.get(i)));
    }
    for (Repeat repeat : group.repeats) {
      StoredMessage first = group.messages.get(repeat.of);
      repeat
          .append
          .outcome()
          .complete(
              first.id().equals(repeat.append.candidate().id())
                  ? new AppendOutcome.Duplicate(first, receipts.get(repeat.of))
                  : new AppendOutcome.NonceUsed(first.id()));
    }
    group.settled.forEach(settled -> settled.append.outcome().complete(settled.outcome));
    for (WriterWork.Mark mark : marks) {
      reporting(mark.published());
      mark.done().complete(null);
    }
  }

  /** A listener's failure is its own: the group is durable, and its senders are told so. */
  private static void reporting(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException e) {
      log.error("A listener of the journal failed.", e);
    }
  }

  private record SenderNonce(Address sender, long nonce) {}

  private record Settled(WriterWork.Append append, AppendOutcome outcome) {}

  private record Repeat(WriterWork.Append append, int of) {}

  private static final class Draft {
    private final long first;
    private final List<StoredMessage> messages = new ArrayList<>();
    private final List<WriterWork.Append> appends = new ArrayList<>();
    private final Map<SenderNonce, Integer> bySenderNonce = new HashMap<>();
    private final Map<Address, Long> nextSeq = new HashMap<>();
    private final List<Repeat> repeats = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private long bytes = ROW_OVERHEAD;

    Draft(long first) {
      this.first = first;
    }
  }

  /** Fingerprints and timestamps of the newest segment, in the form its window block has. */
  static final class WindowEntries {
    private final ByteBuffer buffer =
        ByteBuffer.allocate(SegmentTail.SEGMENT * SegmentStore.WINDOW_ENTRY);

    void add(long fingerprint, long timestampMs) {
      buffer.putLong(fingerprint).putLong(timestampMs);
    }

    byte[] bytes() {
      return buffer.array().clone();
    }

    void clear() {
      buffer.clear();
    }
  }
}
