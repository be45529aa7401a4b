package org.podprotocol.relay.content;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.podprotocol.relay.sqlite.SqliteFile;

/**
 * What has to go to the remote store and what is there, in a SQLite file, so that a restart goes on
 * where the last run ended. Times are Unix milliseconds.
 */
final class UploadLedger implements AutoCloseable {
  private final SqliteFile db;

  private UploadLedger(SqliteFile db) {
    this.db = db;
  }

  static UploadLedger open(Path file) throws IOException {
    return new UploadLedger(
        SqliteFile.open(
            file,
            "the ledger of uploads",
            """
            CREATE TABLE IF NOT EXISTS upload (
              root BLOB PRIMARY KEY, size INTEGER NOT NULL, rank INTEGER NOT NULL,
              due_ms INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, error TEXT,
              checked_ms INTEGER) WITHOUT ROWID
            """,
            "CREATE INDEX IF NOT EXISTS upload_pending ON upload (rank) WHERE checked_ms IS NULL",
            "CREATE INDEX IF NOT EXISTS upload_stored ON upload (checked_ms)"
                + " WHERE checked_ms IS NOT NULL"));
  }

  /**
   * @param root content to upload
   * @param attempts tries so far
   */
  record Entry(Cid root, long size, int attempts) {}

  /** Adds an upload; nothing happens if the root is known. */
  void add(Cid root, long size, long rank, long dueMs) throws IOException {
    db.update(
        "INSERT OR IGNORE INTO upload (root, size, rank, due_ms) VALUES (?, ?, ?, ?)",
        root.toBytes(),
        size,
        rank,
        dueMs);
  }

  /** The pending uploads that are due, best rank first. */
  List<Entry> due(long nowMs, int limit) throws IOException {
    return db.list(
        UploadLedger::entry,
        "SELECT root, size, attempts FROM upload WHERE checked_ms IS NULL AND due_ms <= ?"
            + " ORDER BY rank LIMIT ?",
        nowMs,
        limit);
  }

  /** Stored roots whose pin was last seen before the given time, longest ago first. */
  List<Entry> unseenSince(long beforeMs, int limit) throws IOException {
    return db.list(
        UploadLedger::entry,
        "SELECT root, size, attempts FROM upload WHERE checked_ms < ? ORDER BY checked_ms LIMIT ?",
        beforeMs,
        limit);
  }

  /** When the next pending upload is due; {@link Long#MAX_VALUE} if there is none. */
  long nextDueMs() throws IOException {
    return db.number("SELECT min(due_ms) FROM upload WHERE checked_ms IS NULL")
        .orElse(Long.MAX_VALUE);
  }

  long pending() throws IOException {
    return db.number("SELECT count(*) FROM upload WHERE checked_ms IS NULL").orElseThrow();
  }

  void failed(Cid root, String error, long dueMs) throws IOException {
    db.update(
        "UPDATE upload SET attempts = attempts + 1, error = ?, due_ms = ? WHERE root = ?",
        error,
        dueMs,
        root.toBytes());
  }

  void stored(Cid root, long nowMs) throws IOException {
    db.update(
        "UPDATE upload SET attempts = attempts + 1, error = NULL, checked_ms = ? WHERE root = ?",
        nowMs,
        root.toBytes());
  }

  void seen(Cid root, long nowMs) throws IOException {
    db.update("UPDATE upload SET checked_ms = ? WHERE root = ?", nowMs, root.toBytes());
  }

  /** A stored root has to be uploaded again. */
  void lost(Cid root, long dueMs) throws IOException {
    db.update(
        "UPDATE upload SET checked_ms = NULL, due_ms = ?, error = ? WHERE root = ?",
        dueMs,
        "the pin was gone",
        root.toBytes());
  }

  UploadState state(Cid root) throws IOException {
    return db.first(
            UploadLedger::state,
            "SELECT checked_ms, attempts, error FROM upload WHERE root = ?",
            root.toBytes())
        .orElse(UploadState.LOCAL);
  }

  private static UploadState state(ResultSet row) throws SQLException {
    row.getLong(1);
    var place = row.wasNull() ? UploadState.Place.PENDING : UploadState.Place.STORED;
    return new UploadState(place, row.getInt(2), row.getString(3));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(Cid.ofBytes(row.getBytes(1)), row.getLong(2), row.getInt(3));
  }

  @Override
  public void close() throws IOException {
    db.close();
  }
}
