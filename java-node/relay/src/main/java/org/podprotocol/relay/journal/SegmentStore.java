package org.podprotocol.relay.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * Look-up blocks of full segments, written once when a segment is full, so that accepting a message
 * touches no index:
 *
 * <ul>
 *   <li>id_block: for each of 64 ranges of ids, the sorted first words of the segment's ids with
 *       their offsets;
 *   <li>inbox_block: for each recipient, the offsets of its messages;
 *   <li>window_block: fingerprints and timestamps, from which the duplicate index is restored at
 *       start.
 * </ul>
 */
final class SegmentStore {
  private static final int BUCKETS = 64;
  private static final int ID_ENTRY = Long.BYTES + Short.BYTES;
  static final int WINDOW_ENTRY = Long.BYTES * 2;

  private SegmentStore() {}

  static void write(
      Connection connection, SegmentTail.Content content, byte[] window, long lastAcceptedMs)
      throws SQLException {
    long segment = content.start() / SegmentTail.SEGMENT;
    writeIds(connection, segment, content.ids());
    writeInboxes(connection, segment, content.inboxes());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO window_block(segment, last_accepted_ms, entries) VALUES(?, ?, ?)")) {
      insert.setLong(1, segment);
      insert.setLong(2, lastAcceptedMs);
      insert.setBytes(3, window);
      insert.executeUpdate();
    }
    try (PreparedStatement update = connection.prepareStatement("UPDATE progress SET sealed=?")) {
      update.setLong(1, segment + 1);
      update.executeUpdate();
    }
  }

  private static void writeIds(Connection connection, long segment, long[] ids)
      throws SQLException {
    // Sorting (id word, offset) pairs: the offset replaces the low 14 bits for the sort, ties are
    // of no consequence.
    Integer[] order = new Integer[ids.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    java.util.Arrays.sort(order, (a, b) -> Long.compareUnsigned(ids[a], ids[b]));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO id_block(key, entries) VALUES(?, ?)")) {
      int from = 0;
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        int to = from;
        while (to < order.length && bucket(ids[order[to]]) == bucket) {
          to++;
        }
        ByteBuffer entries = ByteBuffer.allocate((to - from) * ID_ENTRY);
        for (int i = from; i < to; i++) {
          entries.putLong(ids[order[i]]).putShort((short) (int) order[i]);
        }
        insert.setLong(1, idKey(bucket, segment));
        insert.setBytes(2, entries.array());
        insert.addBatch();
        from = to;
      }
      insert.executeBatch();
    }
  }

  private static void writeInboxes(
      Connection connection, long segment, Map<Address, SegmentTail.InboxContent> inboxes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO inbox_block(recipient, first_seq, segment, offsets) VALUES(?, ?, ?, ?)")) {
      for (var entry : inboxes.entrySet()) {
        short[] offsets = entry.getValue().offsets();
        ByteBuffer bytes = ByteBuffer.allocate(offsets.length * Short.BYTES);
        bytes.asShortBuffer().put(offsets);
        insert.setBytes(1, entry.getKey().toBytes());
        insert.setLong(2, entry.getValue().firstSeq());
        insert.setLong(3, segment);
        insert.setBytes(4, bytes.array());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Indexes of messages in full segments whose id may be {@code id}, newest segment first. */
  static List<Long> find(Connection connection, Hash id) throws SQLException {
    long wanted = id.firstWord();
    int bucket = bucket(wanted);
    var found = new ArrayList<Long>(1);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT key, entries FROM id_block WHERE key>=? AND key<? ORDER BY key DESC")) {
      select.setLong(1, idKey(bucket, 0));
      select.setLong(2, idKey(bucket + 1, 0));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long segment = row.getLong(1) & 0xFFFF_FFFFL;
          search(ByteBuffer.wrap(row.getBytes(2)), wanted, segment * SegmentTail.SEGMENT, found);
        }
      }
    }
    return found;
  }

  private static void search(ByteBuffer entries, long wanted, long start, List<Long> found) {
    int low = 0;
    int high = entries.capacity() / ID_ENTRY;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries.getLong(middle * ID_ENTRY), wanted) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low;
        i * ID_ENTRY < entries.capacity() && entries.getLong(i * ID_ENTRY) == wanted;
        i++) {
      found.add(start + entries.getShort(i * ID_ENTRY + Long.BYTES));
    }
  }

  /** The sequence number after the last of this inbox in full segments; 1 if there is none. */
  static long nextSeq(Connection connection, Address recipient) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT max(next) FROM (SELECT next_seq AS next FROM inbox_head WHERE recipient=?1 UNION ALL"
                + " SELECT * FROM (SELECT first_seq + length(offsets) / 2 FROM inbox_block WHERE recipient=?1"
                + " ORDER BY first_seq DESC LIMIT 1))")) {
      select.setBytes(1, recipient.toBytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Math.max(1, row.getLong(1)) : 1;
      }
    }
  }

  /**
   * Indexes of up to {@code limit} messages of an inbox in full segments, from sequence number
   * {@code from} on.
   */
  static List<Long> inbox(Connection connection, Address recipient, long from, int limit)
      throws SQLException {
    var indexes = new ArrayList<Long>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT first_seq, segment, offsets FROM inbox_block WHERE recipient=?1 AND first_seq>="
                + "coalesce((SELECT max(first_seq) FROM inbox_block WHERE recipient=?1 AND first_seq<=?2), 0)"
                + " ORDER BY first_seq")) {
      select.setBytes(1, recipient.toBytes());
      select.setLong(2, from);
      try (ResultSet row = select.executeQuery()) {
        while (indexes.size() < limit && row.next()) {
          long firstSeq = row.getLong(1);
          long start = row.getLong(2) * SegmentTail.SEGMENT;
          ByteBuffer offsets = ByteBuffer.wrap(row.getBytes(3));
          int skip = (int) Math.max(0, from - firstSeq);
          for (int at = skip * Short.BYTES;
              at < offsets.capacity() && indexes.size() < limit;
              at += Short.BYTES) {
            indexes.add(start + offsets.getShort(at));
          }
        }
      }
    }
    return indexes;
  }

  private static int bucket(long id) {
    return (int) (id >>> 58);
  }

  private static long idKey(int bucket, long segment) {
    return (long) bucket << 32 | segment;
  }
}
