package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/** Reads on one connection, with its statements prepared once. Not thread-safe. */
final class JournalQueries implements AutoCloseable {
  private static final String COLUMNS =
      "SELECT m.idx, m.seq, m.audience, m.leaf, m.content,"
          + " (SELECT g.accepted_ms FROM message_group g WHERE g.first<=m.idx ORDER BY g.first DESC LIMIT 1)"
          + " FROM message m WHERE ";

  private final Connection connection;
  private final Domain domain;
  private final PreparedStatement range;
  private final PreparedStatement leaves;
  private final PreparedStatement group;

  JournalQueries(Connection connection, Domain domain) throws SQLException {
    this.connection = connection;
    this.domain = domain;
    range = connection.prepareStatement(COLUMNS + "m.idx>=? AND m.idx<? ORDER BY m.idx");
    leaves =
        connection.prepareStatement(
            "SELECT idx, leaf FROM message WHERE idx>=? AND idx<? ORDER BY idx");
    group =
        connection.prepareStatement(
            "SELECT first, count, accepted_slot, deadline_slot, accepted_ms, receipt_key, signature"
                + " FROM message_group WHERE first<=? ORDER BY first DESC LIMIT 1");
  }

  Connection connection() {
    return connection;
  }

  List<StoredMessage> range(long from, long to) throws SQLException {
    range.setLong(1, from);
    range.setLong(2, to);
    var messages = new ArrayList<StoredMessage>();
    try (ResultSet row = range.executeQuery()) {
      while (row.next()) {
        Envelope envelope = Envelope.of(row.getBytes(4));
        messages.add(
            new StoredMessage(
                row.getLong(1),
                row.getLong(2),
                envelope.id(domain),
                envelope,
                row.getBytes(5),
                Audience.ofCode(row.getInt(3)),
                row.getLong(6)));
      }
    }
    return messages;
  }

  @Nullable StoredMessage message(long index) throws SQLException {
    List<StoredMessage> found = range(index, index + 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The message with this id among the given indexes; null if none has it. */
  @Nullable StoredMessage withId(Hash id, long[] indexes) throws SQLException {
    for (long index : indexes) {
      StoredMessage message = message(index);
      if (message != null && message.id().equals(id)) {
        return message;
      }
    }
    return null;
  }

  @Nullable StoredMessage find(Hash id, SegmentTail tail) throws SQLException {
    StoredMessage recent = withId(id, tail.find(id));
    return recent != null
        ? recent
        : withId(
            id, SegmentStore.find(connection, id).stream().mapToLong(Long::longValue).toArray());
  }

  /** Leaves [from, to), in order. */
  List<Envelope> leaves(long from, long to) throws SQLException {
    leaves.setLong(1, from);
    leaves.setLong(2, to);
    var envelopes = new ArrayList<Envelope>();
    try (ResultSet row = leaves.executeQuery()) {
      while (row.next()) {
        envelopes.add(Envelope.of(row.getBytes(2)));
      }
    }
    if (envelopes.size() != to - from) {
      throw new SQLException(
          "the journal holds " + envelopes.size() + " of the messages " + from + " to " + (to - 1));
    }
    return envelopes;
  }

  @Nullable Group group(long index) throws SQLException {
    group.setLong(1, index);
    try (ResultSet row = group.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new Group(
          row.getLong(1),
          row.getInt(2),
          row.getLong(3),
          row.getLong(4),
          row.getLong(5),
          Address.of(row.getBytes(6)),
          row.getBytes(7));
    }
  }

  Receipt receipt(long index, ReceiptIssuer issuer) throws SQLException {
    Group of = group(index);
    if (of == null || index >= of.first() + of.count()) {
      throw new SQLException("no group holds message " + index);
    }
    List<Envelope> envelopes = leaves(of.first(), of.first() + of.count());
    List<Hash> ids = envelopes.stream().map(envelope -> envelope.id(domain)).toList();
    return issuer.reissue(of, ids, envelopes, index);
  }

  /** Up to {@code limit} messages of an inbox from {@code from} on. */
  List<StoredMessage> inbox(Address recipient, long from, int limit, SegmentTail tail)
      throws SQLException {
    // The tail first: what leaves it afterwards is found in the blocks, and nothing is missed.
    SegmentTail.Slice slice = tail.slice(recipient, from, limit);
    var messages = new ArrayList<StoredMessage>();
    if (slice == null || from < slice.tailFirstSeq()) {
      int blockLimit =
          slice == null ? limit : (int) Math.min(limit, slice.tailFirstSeq() - Math.max(from, 1));
      for (long index : SegmentStore.inbox(connection, recipient, Math.max(from, 1), blockLimit)) {
        add(messages, index);
      }
    }
    if (slice != null) {
      for (int i = 0; i < slice.indexes().length && messages.size() < limit; i++) {
        add(messages, slice.indexes()[i]);
      }
    }
    return messages;
  }

  private void add(List<StoredMessage> messages, long index) throws SQLException {
    StoredMessage message = message(index);
    if (message != null) {
      messages.add(message);
    }
  }

  long inboxNext(Address recipient, SegmentTail tail) throws SQLException {
    long next = tail.nextSeq(recipient);
    return next != 0 ? next : SegmentStore.nextSeq(connection, recipient);
  }

  long deliveredUpTo(Address recipient) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT seq FROM delivered WHERE recipient=?")) {
      select.setBytes(1, recipient.toBytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  @Nullable CommitRecord commitCovering(long index) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT start, end, signature, slot FROM commit_tx WHERE start<=? ORDER BY start DESC LIMIT 1")) {
      select.setLong(1, index);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || row.getLong(2) <= index) {
          return null;
        }
        return commit(row);
      }
    }
  }

  List<CommitRecord> commitsBeyond(long size) throws SQLException {
    var commits = new ArrayList<CommitRecord>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT start, end, signature, slot FROM commit_tx WHERE end>? ORDER BY start")) {
      select.setLong(1, size);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          commits.add(commit(row));
        }
      }
    }
    return commits;
  }

  private static CommitRecord commit(ResultSet row) throws SQLException {
    return new CommitRecord(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
