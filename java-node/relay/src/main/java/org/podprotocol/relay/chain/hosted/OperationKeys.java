package org.podprotocol.relay.chain.hosted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Sha256;
import org.sqlite.SQLiteConfig;

/**
 * Idempotency keys and what their operations came to, on disk. A key is there before its operation
 * is sent. Keys are forgotten after a day, and the oldest when there are too many. Belongs to one
 * thread.
 */
final class OperationKeys implements AutoCloseable {
  private static final Duration KEPT = Duration.ofDays(1);

  private final Connection connection;
  private final Clock clock;
  private final int most;

  /**
   * @param sameOperation whether the key stands for the operation that was asked about
   * @param result null: it was begun, and what came of it was not recorded
   */
  record Known(boolean sameOperation, @Nullable OperationResult result) {}

  private OperationKeys(Connection connection, Clock clock, int most) {
    this.connection = connection;
    this.clock = clock;
    this.most = most;
  }

  /**
   * Opens the file or makes it.
   *
   * @param most keys that are kept
   */
  static OperationKeys open(Path file, Clock clock, int most) throws IOException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setCacheSize(-512);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try (var statement = connection.createStatement()) {
        statement.execute(
            """
            CREATE TABLE IF NOT EXISTS operation_key (
              key TEXT PRIMARY KEY, operation BLOB NOT NULL, began_ms INTEGER NOT NULL, state TEXT,
              address BLOB, signature TEXT, slot INTEGER, reason TEXT, code INTEGER) WITHOUT ROWID
            """);
        statement.execute("CREATE INDEX IF NOT EXISTS by_age ON operation_key(began_ms)");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      connection.setAutoCommit(false);
      return new OperationKeys(connection, clock, most);
    } catch (SQLException e) {
      throw new IOException("The idempotency keys in " + file + ": " + e.getMessage(), e);
    }
  }

  @Nullable Known find(String key, Operation operation) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT operation, state, address, signature, slot, reason, code FROM operation_key"
                + " WHERE key=? AND began_ms>=?")) {
      select.setString(1, key);
      select.setLong(2, oldest());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Known(Arrays.equals(row.getBytes(1), print(operation)), result(row))
            : null;
      }
    }
  }

  private static @Nullable OperationResult result(ResultSet row) throws SQLException {
    return switch (row.getString(2)) {
      case null -> null;
      case "done" ->
          new OperationResult.Done(
              new PublicKey(row.getBytes(3)), row.getString(4), row.getLong(5));
      case "refused" -> {
        String reason = row.getString(6);
        long code = row.getLong(7);
        yield new OperationResult.Refused(reason, row.wasNull() ? null : code);
      }
      case "unknown" -> new OperationResult.Unknown(row.getString(4), row.getString(6));
      case String other -> throw new SQLException("an operation's state is " + other);
    };
  }

  /** Records that operations are begun under these keys; durable when it returns. */
  void begin(Map<String, Operation> operations) throws SQLException {
    if (operations.isEmpty()) {
      return;
    }
    transaction(
        () -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT OR REPLACE INTO operation_key(key, operation, began_ms) VALUES(?, ?, ?)")) {
            for (var entry : operations.entrySet()) {
              insert.setString(1, entry.getKey());
              insert.setBytes(2, print(entry.getValue()));
              insert.setLong(3, clock.millis());
              insert.executeUpdate();
            }
          }
          forgetOld();
        });
  }

  private void forgetOld() throws SQLException {
    try (PreparedStatement old =
            connection.prepareStatement("DELETE FROM operation_key WHERE began_ms<?");
        PreparedStatement surplus =
            connection.prepareStatement(
                "DELETE FROM operation_key WHERE key IN (SELECT key FROM operation_key ORDER BY began_ms"
                    + " LIMIT max(0, (SELECT count(*) FROM operation_key) - ?))")) {
      old.setLong(1, oldest());
      old.executeUpdate();
      surplus.setInt(1, most);
      surplus.executeUpdate();
    }
  }

  /** Records results; what was not done may be asked for again, so its key is forgotten. */
  void settle(Map<String, OperationResult> results) throws SQLException {
    transaction(
        () -> {
          for (var entry : results.entrySet()) {
            settle(entry.getKey(), entry.getValue());
          }
        });
  }

  private void settle(String key, OperationResult result) throws SQLException {
    if (result instanceof OperationResult.NotDone) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM operation_key WHERE key=?")) {
        delete.setString(1, key);
        delete.executeUpdate();
      }
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE operation_key SET state=?, address=?, signature=?, slot=?, reason=?, code=? WHERE key=?")) {
      switch (result) {
        case OperationResult.Done done -> {
          update.setString(1, "done");
          update.setBytes(2, done.address().toByteArray());
          update.setString(3, done.signature());
          update.setLong(4, done.slot());
        }
        case OperationResult.Refused refused -> {
          update.setString(1, "refused");
          update.setString(5, refused.reason());
          if (refused.code() != null) {
            update.setLong(6, refused.code());
          } else {
            update.setNull(6, Types.INTEGER);
          }
        }
        case OperationResult.Unknown unknown -> {
          update.setString(1, "unknown");
          update.setString(3, unknown.signature());
          update.setString(5, unknown.reason());
        }
        case OperationResult.NotDone notDone -> throw new IllegalStateException("forgotten above");
      }
      update.setString(7, key);
      update.executeUpdate();
    }
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void transaction(Work work) throws SQLException {
    boolean committed = false;
    try {
      work.run();
      connection.commit();
      committed = true;
    } finally {
      if (!committed) {
        connection.rollback();
      }
    }
  }

  private long oldest() {
    return clock.millis() - KEPT.toMillis();
  }

  /** Operations are records of strings, numbers and addresses, so their text says all of them. */
  private static byte[] print(Operation operation) {
    return Sha256.of(operation.toString().getBytes(StandardCharsets.UTF_8)).toBytes();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the idempotency keys do not close", e);
    }
  }
}
