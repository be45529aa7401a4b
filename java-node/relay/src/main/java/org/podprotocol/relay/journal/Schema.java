package org.podprotocol.relay.journal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The journal's tables, their version, and the settings that durability rests on. */
final class Schema {
  /** "PoDj": marks the file as a relay's journal. */
  static final int APPLICATION_ID = 0x506f446a;

  /** 2: acknowledgements are found by what they acknowledge. */
  static final int VERSION = 2;

  private static final List<String> TABLES =
      List.of(
          // One row a message, appended in order; everything else about it is in the leaf or in its
          // group.
          "CREATE TABLE message(idx INTEGER PRIMARY KEY, seq INTEGER NOT NULL, audience INTEGER NOT NULL,"
              + " leaf BLOB NOT NULL, content BLOB NOT NULL)",
          "CREATE TABLE message_group(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, accepted_slot INTEGER NOT NULL,"
              + " deadline_slot INTEGER NOT NULL, accepted_ms INTEGER NOT NULL, receipt_key BLOB NOT NULL,"
              + " signature BLOB NOT NULL)",
          // Written once for each full segment of messages; see SegmentStore.
          "CREATE TABLE id_block(key INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
          "CREATE TABLE inbox_block(recipient BLOB NOT NULL, first_seq INTEGER NOT NULL, segment INTEGER NOT NULL,"
              + " offsets BLOB NOT NULL, PRIMARY KEY(recipient, first_seq)) WITHOUT ROWID",
          // The next sequence number of inboxes of which messages were deleted.
          "CREATE TABLE inbox_head(recipient BLOB PRIMARY KEY, next_seq INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE window_block(segment INTEGER PRIMARY KEY, last_accepted_ms INTEGER NOT NULL, entries BLOB NOT NULL)",
          "CREATE TABLE delivered(recipient BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE commit_tx(start INTEGER PRIMARY KEY, end INTEGER NOT NULL, signature TEXT NOT NULL,"
              + " slot INTEGER NOT NULL)",
          "CREATE TABLE progress(one INTEGER PRIMARY KEY CHECK (one = 1), finalized INTEGER NOT NULL,"
              + " sealed INTEGER NOT NULL)",
          "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
          Acknowledgements.TABLE);

  private Schema() {}

  /**
   * Opens the file for writing, makes it if it is new, and checks version, owner and durability
   * settings.
   */
  static Connection openWriter(Path file, byte[] owner, Synchronous synchronous)
      throws SQLException, JournalOpenException {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(4096);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(synchronous.mode());
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setCacheSize(-2048);
    config.setBusyTimeout(10_000);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      // A checkpoint is the checkpointer's work; the size of the log file is cut after it.
      execute(connection, "PRAGMA wal_autocheckpoint=0", "PRAGMA journal_size_limit=67108864");
      requirePragma(connection, "journal_mode", "wal");
      requirePragma(connection, "synchronous", synchronous.pragma());
      createOrCheck(connection, file);
      checkOwner(connection, file, owner);
      return connection;
    } catch (SQLException | JournalOpenException e) {
      connection.close();
      throw e;
    }
  }

  static Connection openReader(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setCacheSize(-512);
    config.setBusyTimeout(10_000);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    execute(connection, "PRAGMA query_only=ON");
    return connection;
  }

  private static void createOrCheck(Connection connection, Path file)
      throws SQLException, JournalOpenException {
    long version = number(connection, "PRAGMA user_version");
    long application = number(connection, "PRAGMA application_id");
    if (version == 0 && application == 0) {
      create(connection);
    } else if (application != APPLICATION_ID) {
      throw new JournalOpenException(file + " is not a relay's journal.");
    } else if (version == 1) {
      migrateFrom1(connection);
    } else if (version != VERSION) {
      throw new JournalOpenException(
          file
              + " has schema version "
              + version
              + "; this relay knows versions up to "
              + VERSION
              + ". Use the version of the relay that wrote it, or export and import it.");
    }
  }

  private static void migrateFrom1(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, Acknowledgements.TABLE);
    Acknowledgements.rebuild(connection);
    execute(connection, "PRAGMA user_version=" + VERSION);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void create(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, TABLES.toArray(String[]::new));
    execute(
        connection,
        "INSERT INTO progress(one, finalized, sealed) VALUES(1, 0, 0)",
        "PRAGMA application_id=" + APPLICATION_ID,
        "PRAGMA user_version=" + VERSION);
    byte[] key = new byte[Fingerprint.KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    putMeta(connection, "fingerprint_key", key);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void checkOwner(Connection connection, Path file, byte[] owner)
      throws SQLException, JournalOpenException {
    byte[] recorded = meta(connection, "owner");
    if (recorded == null) {
      putMeta(connection, "owner", owner);
    } else if (!Arrays.equals(recorded, owner)) {
      throw new JournalOpenException(
          file
              + " belongs to another relay, program or cluster. A data folder serves one relay account on one cluster;"
              + " set data.folder to another folder, or chain.relay to the account it was made for.");
    }
  }

  private static void requirePragma(Connection connection, String name, String wanted)
      throws SQLException, JournalOpenException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      String got = row.next() ? row.getString(1) : "nothing";
      if (!wanted.equalsIgnoreCase(got)) {
        throw new JournalOpenException(
            "SQLite answers "
                + got
                + " for "
                + name
                + " where "
                + wanted
                + " was set; without it a receipt would promise too much. Is the folder on a network file system?");
      }
    }
  }

  static byte @Nullable [] meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM meta WHERE name=?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  private static void putMeta(Connection connection, String name, byte[] value)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO meta(name, value) VALUES(?, ?)")) {
      insert.setString(1, name);
      insert.setBytes(2, value);
      insert.executeUpdate();
    }
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
