package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.podprotocol.protocol.bytes.Address;

/**
 * How far inboxes have been taken, joined: what comes in while the writer is busy is one piece of
 * its work, with one row for each inbox.
 */
final class DeliveredMarks {
  private final Consumer<WriterWork.Mark> writer;
  private final BiConsumer<Address, Long> published;
  private Map<Address, Long> open = new HashMap<>();
  private CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * @param writer takes the work
   * @param published hears of each inbox once its row is durable
   */
  DeliveredMarks(Consumer<WriterWork.Mark> writer, BiConsumer<Address, Long> published) {
    this.writer = writer;
    this.published = published;
  }

  CompletionStage<Void> record(Address recipient, long seq) {
    Map<Address, Long> begun;
    CompletableFuture<Void> result;
    synchronized (this) {
      begun = open.isEmpty() ? open : null;
      result = done;
      open.merge(recipient, seq, Math::max);
    }
    if (begun != null) {
      Map<Address, Long> rows = begun;
      result.whenComplete((ok, failure) -> close(rows));
      writer.accept(
          new WriterWork.Mark(
              connection -> write(connection, close(rows)), () -> rows.forEach(published), result));
    }
    return result;
  }

  /** Nothing is added to these rows from here on. */
  private synchronized Map<Address, Long> close(Map<Address, Long> rows) {
    if (open == rows) {
      open = new HashMap<>();
      done = new CompletableFuture<>();
    }
    return rows;
  }

  private static void write(Connection connection, Map<Address, Long> rows) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO delivered(recipient, seq) VALUES(?, ?)"
                + " ON CONFLICT(recipient) DO UPDATE SET seq=max(seq, excluded.seq)")) {
      for (Map.Entry<Address, Long> row : rows.entrySet()) {
        upsert.setBytes(1, row.getKey().toBytes());
        upsert.setLong(2, row.getValue());
        upsert.executeUpdate();
      }
    }
  }
}
