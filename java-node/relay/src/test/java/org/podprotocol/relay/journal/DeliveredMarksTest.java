package org.podprotocol.relay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Address;

class DeliveredMarksTest {
  private static final Address ALICE = address(1);
  private static final Address BOB = address(2);

  private final Deque<WriterWork.Mark> work = new ArrayDeque<>();
  private final List<String> published = new ArrayList<>();
  private final DeliveredMarks marks =
      new DeliveredMarks(
          work::add,
          (inbox, upTo) -> published.add((inbox.equals(ALICE) ? "alice " : "bob ") + upTo));
  private Connection connection;

  private static Address address(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Address.of(bytes);
  }

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE delivered(recipient BLOB PRIMARY KEY, seq INTEGER NOT NULL)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** As the writer does it. */
  private void commit() throws SQLException {
    WriterWork.Mark mark = work.remove();
    mark.change().apply(connection);
    mark.published().run();
    mark.done().complete(null);
  }

  private long row(Address inbox) throws SQLException {
    try (var select = connection.prepareStatement("SELECT seq FROM delivered WHERE recipient=?")) {
      select.setBytes(1, inbox.toBytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  @Test
  void whatComesWhileTheWriterIsBusyIsOnePieceOfWork() throws Exception {
    CompletableFuture<Void> first = marks.record(ALICE, 3).toCompletableFuture();
    CompletableFuture<Void> second = marks.record(BOB, 7).toCompletableFuture();
    marks.record(ALICE, 5);
    marks.record(ALICE, 4);
    assertEquals(1, work.size());
    assertFalse(first.isDone());
    commit();
    assertTrue(first.isDone() && second.isDone());
    assertEquals(5, row(ALICE));
    assertEquals(7, row(BOB));
    assertEquals(List.of("alice 5", "bob 7"), published.stream().sorted().toList());
  }

  @Test
  void whatComesLaterIsAnother() throws Exception {
    marks.record(ALICE, 3);
    commit();
    CompletableFuture<Void> later = marks.record(ALICE, 9).toCompletableFuture();
    assertEquals(1, work.size());
    assertFalse(later.isDone());
    commit();
    assertTrue(later.isDone());
    assertEquals(9, row(ALICE));
  }

  @Test
  void aRowNeverGoesBack() throws Exception {
    marks.record(ALICE, 9);
    commit();
    marks.record(ALICE, 2);
    commit();
    assertEquals(9, row(ALICE));
  }

  @Test
  void aFailureReachesAllOfThePieceAndNobodyElse() throws Exception {
    CompletableFuture<Void> first = marks.record(ALICE, 1).toCompletableFuture();
    CompletableFuture<Void> second = marks.record(BOB, 1).toCompletableFuture();
    work.remove().fail(new StorageUnavailableException("the disk is full"));
    assertThrows(ExecutionException.class, first::get);
    assertThrows(ExecutionException.class, second::get);
    CompletableFuture<Void> next = marks.record(BOB, 2).toCompletableFuture();
    commit();
    assertTrue(next.isDone());
    assertEquals(2, row(BOB));
    assertEquals(List.of("bob 2"), published);
  }
}
