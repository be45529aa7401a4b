package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Deletes whole segments of finalized messages, oldest first. What has to outlive them stays: the
 * sequence numbers of their inboxes, and the log's hashes, which anchoring keeps.
 */
final class Pruning {
  private static final long SEGMENT = SegmentTail.SEGMENT;
  private static final int ROWS_AT_ONCE = 2048;

  private Pruning() {}

  /**
   * The oldest segment that is there, was last added to before {@code beforeMs} and is finalized;
   * -1 if there is none.
   */
  static long oldest(Connection connection, long beforeMs, long finalized) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT segment, last_accepted_ms FROM window_block ORDER BY segment LIMIT 1")) {
      try (ResultSet row = select.executeQuery()) {
        boolean old =
            row.next() && row.getLong(2) < beforeMs && (row.getLong(1) + 1) * SEGMENT <= finalized;
        return old ? row.getLong(1) : -1;
      }
    }
  }

  /**
   * Deletes some messages of a segment, or, when none is left, what points to it; whether there is
   * more to do.
   */
  static boolean step(Connection connection, long segment) throws SQLException {
    long start = segment * SEGMENT;
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM message WHERE idx IN (SELECT idx FROM message WHERE idx>=? AND idx<? ORDER BY idx LIMIT "
                + ROWS_AT_ONCE
                + ")")) {
      delete.setLong(1, start);
      delete.setLong(2, start + SEGMENT);
      if (delete.executeUpdate() > 0) {
        return true;
      }
    }
    forget(connection, segment);
    return false;
  }

  private static void forget(Connection connection, long segment) throws SQLException {
    run(
        connection,
        "INSERT INTO inbox_head(recipient, next_seq) SELECT recipient, first_seq + length(offsets) / 2 FROM inbox_block"
            + " WHERE segment=? ON CONFLICT(recipient) DO UPDATE SET next_seq=max(next_seq, excluded.next_seq)",
        segment);
    run(connection, "DELETE FROM inbox_block WHERE segment=?", segment);
    run(connection, "DELETE FROM id_block WHERE key & 4294967295 = ?", segment);
    run(connection, "DELETE FROM window_block WHERE segment=?", segment);
    run(connection, "DELETE FROM ack WHERE idx<?", (segment + 1) * SEGMENT);
    run(connection, "DELETE FROM message_group WHERE first + count <= ?", (segment + 1) * SEGMENT);
  }

  private static void run(Connection connection, String sql, long value) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, value);
      statement.executeUpdate();
    }
  }
}
