package org.podprotocol.relay.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file whose writes are on disk when they return. Safe for many threads, which take turns.
 * Values are {@code byte[]}, {@link String}, {@link Integer}, {@link Long} or null.
 */
public final class SqliteFile implements AutoCloseable {
  private final String name;
  private final Connection db;
  private final ReentrantLock lock = new ReentrantLock();

  private SqliteFile(String name, Connection db) {
    this.name = name;
    this.db = db;
  }

  /** Reads one row; must not move the cursor. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  /**
   * Opens or creates the file.
   *
   * @param name what errors call it, such as "the ledger of uploads"
   * @param schema statements that make what is not there yet
   */
  public static SqliteFile open(Path file, String name, String... schema) throws IOException {
    SqliteFile opened;
    try {
      opened = new SqliteFile(name, DriverManager.getConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw new IOException("%s, %s: %s".formatted(name, file, e.getMessage()), e);
    }
    try {
      opened.execute("PRAGMA journal_mode = WAL");
      opened.execute("PRAGMA synchronous = FULL");
      for (String statement : schema) {
        opened.execute(statement);
      }
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw new IOException("%s, %s: %s".formatted(name, file, e.getMessage()), e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = db.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows, in order. */
  public <T> List<T> list(Row<T> row, String sql, @Nullable Object... values) throws IOException {
    lock.lock();
    try (PreparedStatement select = prepare(sql, values);
        ResultSet rows = select.executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(Row<T> row, String sql, @Nullable Object... values)
      throws IOException {
    lock.lock();
    try (PreparedStatement select = prepare(sql, values);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a row. */
  public boolean exists(String sql, @Nullable Object... values) throws IOException {
    return first(row -> true, sql, values).isPresent();
  }

  /** The number in the first column of the first row; empty if there is none or it is null. */
  public Optional<Long> number(String sql, @Nullable Object... values) throws IOException {
    return first(row -> Optional.ofNullable((Number) row.getObject(1)), sql, values)
        .flatMap(found -> found)
        .map(Number::longValue);
  }

  /** Runs a statement; the number of rows it changed. */
  public int update(String sql, @Nullable Object... values) throws IOException {
    lock.lock();
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the work in one transaction: all that it does, or nothing if it fails. */
  public void atomically(Work work) throws IOException {
    lock.lock();
    try {
      db.setAutoCommit(false);
      try {
        work.run();
        db.commit();
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      lock.unlock();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = db.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private IOException failure(SQLException e) {
    return new IOException(name + ": " + e.getMessage(), e);
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
