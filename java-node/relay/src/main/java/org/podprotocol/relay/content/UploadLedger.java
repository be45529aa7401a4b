package org.podprotocol.relay.content;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What has to go to the remote store and what is there, in a SQLite file, so that a restart goes on
 * where the last run ended. Times are Unix milliseconds.
 */
final class UploadLedger implements AutoCloseable {
  private final Connection db;
  private final ReentrantLock lock = new ReentrantLock();

  private UploadLedger(Connection db) {
    this.db = db;
  }

  static UploadLedger open(Path file) throws IOException {
    try {
      Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (var statement = db.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute(
            """
            CREATE TABLE IF NOT EXISTS upload (
              root BLOB PRIMARY KEY, size INTEGER NOT NULL, rank INTEGER NOT NULL,
              due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, error TEXT,
              checked_ms INTEGER) WITHOUT ROWID
            """);
        statement.execute(
            "CREATE INDEX IF NOT EXISTS upload_pending ON upload (rank) WHERE checked_ms IS NULL");
        statement.execute(
            "CREATE INDEX IF NOT EXISTS upload_stored ON upload (checked_ms)"
                + " WHERE checked_ms IS NOT NULL");
      }
      return new UploadLedger(db);
    } catch (SQLException e) {
      throw new IOException("The ledger of uploads " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param root content to upload
   * @param attempts tries so far
   */
  record Entry(Cid root, long size, int attempts) {}

  /** Adds an upload; nothing happens if the root is known. */
  void add(Cid root, long size, long rank, long dueMs) throws IOException {
    update(
        "INSERT OR IGNORE INTO upload (root, size, rank, due_ms) VALUES (?, ?, ?, ?)",
        root.toBytes(),
        size,
        rank,
        dueMs);
  }

  /** The pending uploads that are due, best rank first. */
  List<Entry> due(long nowMs, int limit) throws IOException {
    return list(
        "SELECT root, size, attempts FROM upload WHERE checked_ms IS NULL AND due_ms <= ?"
            + " ORDER BY rank LIMIT ?",
        nowMs,
        limit);
  }

  /** Stored roots whose pin was last seen before the given time, longest ago first. */
  List<Entry> unseenSince(long beforeMs, int limit) throws IOException {
    return list(
        "SELECT root, size, attempts FROM upload WHERE checked_ms < ? ORDER BY checked_ms LIMIT ?",
        beforeMs,
        limit);
  }

  /** When the next pending upload is due; {@link Long#MAX_VALUE} if there is none. */
  long nextDueMs() throws IOException {
    return number("SELECT min(due_ms) FROM upload WHERE checked_ms IS NULL", Long.MAX_VALUE);
  }

  long pending() throws IOException {
    return number("SELECT count(*) FROM upload WHERE checked_ms IS NULL", 0);
  }

  void failed(Cid root, String error, long dueMs) throws IOException {
    update(
        "UPDATE upload SET attempts = attempts + 1, error = ?, due_ms = ? WHERE root = ?",
        error,
        dueMs,
        root.toBytes());
  }

  void stored(Cid root, long nowMs) throws IOException {
    update(
        "UPDATE upload SET attempts = attempts + 1, error = NULL, checked_ms = ? WHERE root = ?",
        nowMs,
        root.toBytes());
  }

  void seen(Cid root, long nowMs) throws IOException {
    update("UPDATE upload SET checked_ms = ? WHERE root = ?", nowMs, root.toBytes());
  }

  /** A stored root has to be uploaded again. */
  void lost(Cid root, long dueMs) throws IOException {
    update(
        "UPDATE upload SET checked_ms = NULL, due_ms = ?, error = ? WHERE root = ?",
        dueMs,
        "the pin was gone",
        root.toBytes());
  }

  UploadState state(Cid root) throws IOException {
    lock.lock();
    try (var select =
        prepare("SELECT checked_ms, attempts, error FROM upload WHERE root = ?", root.toBytes())) {
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return UploadState.LOCAL;
        }
        row.getLong(1);
        var place = row.wasNull() ? UploadState.Place.PENDING : UploadState.Place.STORED;
        return new UploadState(place, row.getInt(2), row.getString(3));
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> list(String sql, Object... values) throws IOException {
    lock.lock();
    try (var select = prepare(sql, values);
        ResultSet rows = select.executeQuery()) {
      var entries = new ArrayList<Entry>();
      while (rows.next()) {
        entries.add(new Entry(Cid.ofBytes(rows.getBytes(1)), rows.getLong(2), rows.getInt(3)));
      }
      return entries;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private long number(String sql, long otherwise) throws IOException {
    lock.lock();
    try (var select = prepare(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      long value = row.getLong(1);
      return row.wasNull() ? otherwise : value;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private void update(String sql, @Nullable Object... values) throws IOException {
    lock.lock();
    try (var statement = prepare(sql, values)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = db.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static IOException failure(SQLException e) {
    return new IOException("the ledger of uploads: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      db.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }
}
