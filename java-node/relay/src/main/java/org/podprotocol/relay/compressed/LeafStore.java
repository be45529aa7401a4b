package org.podprotocol.relay.compressed;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.sqlite.SqliteFile;

/**
 * What is known of the queues in a SQLite file: how far their history is listed, which transactions
 * wait to be read, the leaves, and the nodes above them that can't change any more.
 */
final class LeafStore implements AutoCloseable {
  private final SqliteFile db;

  private LeafStore(SqliteFile db) {
    this.db = db;
  }

  static LeafStore open(Path file) throws IOException {
    return new LeafStore(
        SqliteFile.open(
            file,
            "the index of compressed messages",
            """
            CREATE TABLE IF NOT EXISTS queue (
              id INTEGER PRIMARY KEY, address BLOB NOT NULL UNIQUE, newest TEXT,
              listing_newest TEXT, listing_before TEXT, built INTEGER NOT NULL DEFAULT 0)
            """,
            """
            CREATE TABLE IF NOT EXISTS pending (
              queue INTEGER NOT NULL, ordinal INTEGER NOT NULL, signature TEXT NOT NULL,
              slot INTEGER NOT NULL, PRIMARY KEY (queue, ordinal)) WITHOUT ROWID
            """,
            """
            CREATE TABLE IF NOT EXISTS leaf (
              queue INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL,
              signature TEXT NOT NULL, slot INTEGER NOT NULL, data BLOB,
              PRIMARY KEY (queue, place)) WITHOUT ROWID
            """,
            "CREATE INDEX IF NOT EXISTS leaf_hash ON leaf (hash)",
            """
            CREATE TABLE IF NOT EXISTS node (
              queue INTEGER NOT NULL, level INTEGER NOT NULL, place INTEGER NOT NULL,
              hash BLOB NOT NULL, PRIMARY KEY (queue, level, place)) WITHOUT ROWID
            """));
  }

  /**
   * How far the history of a queue is listed. It is listed from the newest transaction down to the
   * newest of the round before.
   *
   * @param newest the newest transaction of the rounds that are complete
   * @param listingNewest the newest transaction of the round that is not; null: all are complete
   * @param listingBefore where that round goes on
   */
  record Cursor(
      @Nullable String newest, @Nullable String listingNewest, @Nullable String listingBefore) {}

  /**
   * A transaction that waits to be read.
   *
   * @param ordinal lower ones are older
   */
  record Pending(long ordinal, String signature, long slot) {}

  /**
   * @param queue its number here
   * @param message null for anybody else's leaf
   */
  record StoredLeaf(
      long queue,
      long index,
      Hash hash,
      String signature,
      long slot,
      @Nullable LeafMessage message) {}

  /** Number of a queue; a new one if it is not known. */
  long queue(PublicKey address) throws IOException {
    byte[] key = address.toByteArray();
    db.update("INSERT OR IGNORE INTO queue (address) VALUES (?)", key);
    return db.number("SELECT id FROM queue WHERE address = ?", key).orElseThrow();
  }

  Cursor cursor(long queue) throws IOException {
    return db.first(
            row -> new Cursor(row.getString(1), row.getString(2), row.getString(3)),
            "SELECT newest, listing_newest, listing_before FROM queue WHERE id = ?",
            queue)
        .orElseThrow();
  }

  /** Adds a page of transactions, newest first, and where the listing stands after it. */
  void addPage(long queue, List<Pending> page, Cursor after) throws IOException {
    db.atomically(
        () -> {
          for (Pending it : page) {
            db.update(
                "INSERT INTO pending (queue, ordinal, signature, slot) VALUES (?, ?, ?, ?)",
                queue,
                it.ordinal(),
                it.signature(),
                it.slot());
          }
          db.update(
              "UPDATE queue SET newest = ?, listing_newest = ?, listing_before = ? WHERE id = ?",
              after.newest(),
              after.listingNewest(),
              after.listingBefore(),
              queue);
        });
  }

  /** The lowest ordinal of what waits; 0 if nothing does. */
  long oldestPending(long queue) throws IOException {
    return db.number("SELECT min(ordinal) FROM pending WHERE queue = ?", queue).orElse(0L);
  }

  long pendingCount(long queue) throws IOException {
    return db.number("SELECT count(*) FROM pending WHERE queue = ?", queue).orElseThrow();
  }

  /** The oldest transactions that wait. */
  List<Pending> pending(long queue, int limit) throws IOException {
    return db.list(
        row -> new Pending(row.getLong(1), row.getString(2), row.getLong(3)),
        "SELECT ordinal, signature, slot FROM pending WHERE queue = ? ORDER BY ordinal LIMIT ?",
        queue,
        limit);
  }

  /**
   * Takes over what a transaction appended; it waits no more.
   *
   * @throws MalformedLightDataException if a place is taken by another leaf
   */
  void read(long queue, Pending transaction, List<AppendedLeaf> leaves) throws IOException {
    db.atomically(
        () -> {
          for (AppendedLeaf leaf : leaves) {
            add(queue, transaction, leaf);
          }
          db.update(
              "DELETE FROM pending WHERE queue = ? AND ordinal = ?", queue, transaction.ordinal());
        });
  }

  private void add(long queue, Pending transaction, AppendedLeaf leaf) throws IOException {
    LeafMessage message = leaf.message();
    int added =
        db.update(
            "INSERT OR IGNORE INTO leaf (queue, place, hash, signature, slot, data)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            queue,
            leaf.index(),
            leaf.hash().toBytes(),
            transaction.signature(),
            transaction.slot(),
            message == null ? null : message.toBytes());
    if (added == 0 && !leaf(queue, leaf.index()).orElseThrow().equals(leaf.hash())) {
      throw new MalformedLightDataException(
          "transaction %s puts another leaf at place %d"
              .formatted(transaction.signature(), leaf.index()));
    }
  }

  /** Places of all queues up to the last leaf of each. */
  long places() throws IOException {
    return db.number(
            "SELECT coalesce(sum(1 + (SELECT max(place) FROM leaf WHERE queue = id)), 0) FROM queue")
        .orElseThrow();
  }

  Optional<Hash> leaf(long queue, long index) throws IOException {
    return db.first(
        row -> Hash.of(row.getBytes(1)),
        "SELECT hash FROM leaf WHERE queue = ? AND place = ?",
        queue,
        index);
  }

  /** Hashes of leaves from one place on, as far as they are there without a gap. */
  List<Hash> leaves(long queue, long from, int count) throws IOException {
    List<Hash> found =
        db.list(
            row -> Hash.of(row.getBytes(1)),
            "SELECT hash FROM leaf WHERE queue = ? AND place >= ? AND place < ? ORDER BY place",
            queue,
            from,
            from + count);
    if (found.size() == count) {
      return found;
    }
    int whole = 0;
    while (leaf(queue, from + whole).isPresent()) {
      whole++;
    }
    return found.subList(0, whole);
  }

  Optional<StoredLeaf> find(Hash hash) throws IOException {
    return db.first(
        LeafStore::stored,
        "SELECT queue, place, hash, signature, slot, data FROM leaf WHERE hash = ?",
        hash.toBytes());
  }

  private static StoredLeaf stored(ResultSet row) throws SQLException {
    byte[] data = row.getBytes(6);
    return new StoredLeaf(
        row.getLong(1),
        row.getLong(2),
        Hash.of(row.getBytes(3)),
        row.getString(4),
        row.getLong(5),
        data == null ? null : LeafMessage.of(data));
  }

  /** Leaves whose nodes are there. */
  long built(long queue) throws IOException {
    return db.number("SELECT built FROM queue WHERE id = ?", queue).orElseThrow();
  }

  /**
   * A node whose leaves are all there.
   *
   * @param level 1 is above the leaves
   */
  record Node(int level, long place, Hash hash) {}

  void addNodes(long queue, List<Node> nodes, long built) throws IOException {
    db.atomically(
        () -> {
          for (Node node : nodes) {
            db.update(
                "INSERT INTO node (queue, level, place, hash) VALUES (?, ?, ?, ?)",
                queue,
                node.level(),
                node.place(),
                node.hash().toBytes());
          }
          db.update("UPDATE queue SET built = ? WHERE id = ?", built, queue);
        });
  }

  /** A node below {@link #built}; a leaf on level 0. */
  Hash node(long queue, int level, long place) throws IOException {
    if (level == 0) {
      return leaf(queue, place).orElseThrow();
    }
    return db.first(
            row -> Hash.of(row.getBytes(1)),
            "SELECT hash FROM node WHERE queue = ? AND level = ? AND place = ?",
            queue,
            level,
            place)
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    db.close();
  }
}
