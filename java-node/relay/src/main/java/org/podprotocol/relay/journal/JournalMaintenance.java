package org.podprotocol.relay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What an operator does with a journal besides running it. */
public final class JournalMaintenance {
  private final Path file;

  /**
   * @param dataFolder the relay's data folder
   */
  public JournalMaintenance(Path dataFolder) throws IOException {
    file = dataFolder.resolve("journal.db");
    if (!Files.isRegularFile(file)) {
      throw new IOException("There is no journal in " + dataFolder + ".");
    }
  }

  /**
   * Reads everything and compares it; a running relay is not disturbed.
   *
   * @throws SQLException if it can't be read at all
   */
  public Report check() throws SQLException {
    try (Connection connection = Schema.openReader(file)) {
      // One transaction: one state of the journal, whatever the relay writes meanwhile.
      connection.setAutoCommit(false);
      return JournalCheck.run(connection);
    }
  }

  /**
   * Writes a copy of the journal's present state to a new file, beside a running relay.
   *
   * @throws IOException if the target exists
   */
  public void backup(Path target) throws SQLException, IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " exists already and is left as it is.");
    }
    try (Connection connection = Schema.openReader(file);
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      Schema.execute(connection, "PRAGMA query_only=OFF");
      copy.setString(1, target.toAbsolutePath().toString());
      copy.execute();
    }
  }

  /**
   * Gives the space of deleted messages back to the disk. The data folder has to be locked by the
   * caller.
   */
  public void compact() throws SQLException {
    try (Connection connection = Schema.openReader(file)) {
      Schema.execute(
          connection, "PRAGMA query_only=OFF", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM");
      Schema.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  /** Writes all rows as lines of JSON. */
  public long exportTo(java.io.Writer out) throws SQLException, IOException {
    try (Connection connection = Schema.openReader(file)) {
      connection.setAutoCommit(false);
      return JournalExport.write(connection, out);
    }
  }

  /**
   * Makes a journal from an export, in a locked data folder that has none.
   *
   * @return the number of rows
   */
  public static long importInto(DataFolder folder, java.io.BufferedReader in)
      throws SQLException, IOException, JournalOpenException {
    Path target = folder.journalFile();
    if (Files.exists(target)) {
      throw new IOException(target + " exists already and is left as it is.");
    }
    Path unfinished = folder.path().resolve("journal.importing");
    Files.deleteIfExists(unfinished);
    long rows;
    try (Connection connection = Schema.openWriter(unfinished, new byte[0], Synchronous.FULL)) {
      rows = JournalExport.read(connection, in);
      Schema.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
    Files.move(unfinished, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    return rows;
  }

  /** Bytes of the database file. */
  public long bytes() throws IOException {
    return Files.size(file);
  }

  /**
   * @param messages how many there are
   * @param first index of the first; those before it were deleted
   * @param faults sentences; empty: all is well
   */
  public record Report(long messages, long first, List<String> faults) {}
}
