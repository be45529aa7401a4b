package org.podprotocol.relay.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.sqlite.SqliteFile;

/**
 * Files that agents keep at the relay, and who may read them: a published file anyone, another its
 * owners and the readers they named. Published means that its owner says it is encrypted, or meant
 * for everybody; only such files go to a public store.
 */
public final class FileShelf implements AutoCloseable {
  /** Most readers of one file. */
  public static final int MAX_READERS = 100;

  private final EmbeddedBlockStore store;
  private final BlockSource everywhere;
  private final @Nullable UploadQueue uploads;
  private final long maxFile;
  private final long agentQuota;
  private final SqliteFile db;
  private final ReentrantLock lock = new ReentrantLock();

  private FileShelf(
      EmbeddedBlockStore store,
      BlockSource everywhere,
      @Nullable UploadQueue uploads,
      long maxFile,
      long agentQuota,
      SqliteFile db) {
    this.store = store;
    this.everywhere = everywhere;
    this.uploads = uploads;
    this.maxFile = maxFile;
    this.agentQuota = agentQuota;
    this.db = db;
  }

  /**
   * @param file SQLite file
   * @param everywhere where blocks of published files are read from
   * @param uploads gets published files; null: there is no public store
   */
  static FileShelf open(
      Path file,
      EmbeddedBlockStore store,
      BlockSource everywhere,
      @Nullable UploadQueue uploads,
      long maxFile,
      long agentQuota)
      throws IOException {
    SqliteFile db =
        SqliteFile.open(
            file,
            "the register of files",
            """
            CREATE TABLE IF NOT EXISTS file (
              root BLOB PRIMARY KEY, size INTEGER NOT NULL, published INTEGER NOT NULL)
            WITHOUT ROWID
            """,
            """
            CREATE TABLE IF NOT EXISTS access (
              root BLOB NOT NULL, agent BLOB NOT NULL, owner INTEGER NOT NULL,
              PRIMARY KEY (root, agent)) WITHOUT ROWID
            """,
            "CREATE INDEX IF NOT EXISTS access_agent ON access (agent)");
    return new FileShelf(store, everywhere, uploads, maxFile, agentQuota, db);
  }

  /**
   * A file as a reader sees it.
   *
   * @param root its CID
   * @param size its bytes
   * @param published whether anyone may read it
   * @param upload where it is besides here
   */
  public record Shelved(Cid root, long size, boolean published, UploadState upload) {}

  /**
   * Keeps a stream as a file of an agent. A file that is here already gains an owner; it becomes
   * published if any owner says so.
   *
   * @param expected CID that the file must have, null if any
   * @param readers agents that may read it besides its owner
   * @throws ContentTooLargeException if the stream is longer than a file may be
   * @throws QuotaExceededException if the agent or the store has no more room
   * @throws UnexpectedCidException if the file has another CID
   * @throws QueueFullException if it is to be published and too many uploads wait
   */
  public Shelved keep(
      InputStream in,
      Address owner,
      Collection<Address> readers,
      boolean publish,
      @Nullable Cid expected)
      throws IOException {
    if (readers.size() > MAX_READERS) {
      throw new IllegalArgumentException("a file has at most %d readers".formatted(MAX_READERS));
    }
    if (publish && uploads != null && !uploads.hasRoom()) {
      throw new QueueFullException();
    }
    long room = agentQuota - heldBy(owner);
    try (var upload = store.beginUpload()) {
      UnixFsFile.Stored stored = store(in, expected, Math.min(maxFile, Math.max(0, room)));
      if (expected != null && !stored.root().equals(expected)) {
        throw new UnexpectedCidException(expected, stored.root());
      }
      store.reference(stored.root(), owner.toBytes());
      register(stored, owner, readers, publish);
      if (publish
          && uploads != null
          && !uploads.submit(Publishable.byItsOwner(stored.root(), stored.size()))) {
        throw new QueueFullException();
      }
      return find(stored.root()).orElseThrow();
    } catch (ContentTooLargeException e) {
      if (room < maxFile) {
        throw new QuotaExceededException(agentQuota - room, maxFile, agentQuota);
      }
      throw e;
    }
  }

  /** A raw root of more than one chunk can only be a message-sized block: it is stored as one. */
  private UnixFsFile.Stored store(InputStream in, @Nullable Cid expected, long most)
      throws IOException {
    if (expected == null || expected.codec() == Cid.DAG_PB) {
      return UnixFsFile.store(in, most, store);
    }
    int limit = (int) Math.min(most, BlockSource.MAX_BLOCK);
    byte[] block = in.readNBytes(limit + 1);
    if (block.length > limit) {
      throw new ContentTooLargeException(limit);
    }
    Cid cid = Cid.hash(Cid.RAW, block);
    if (!cid.equals(expected)) {
      throw new UnexpectedCidException(expected, cid);
    }
    store.put(cid, block);
    return new UnixFsFile.Stored(cid, block.length);
  }

  private void register(
      UnixFsFile.Stored stored, Address owner, Collection<Address> readers, boolean publish)
      throws IOException {
    byte[] root = stored.root().toBytes();
    db.atomically(
        () -> {
          db.update(
              "INSERT INTO file (root, size, published) VALUES (?, ?, ?)"
                  + " ON CONFLICT (root) DO UPDATE SET published = max(published, excluded.published)",
              root,
              stored.size(),
              publish ? 1 : 0);
          grant(root, owner, true);
          for (Address reader : readers) {
            grant(root, reader, false);
          }
        });
  }

  private void grant(byte[] root, Address agent, boolean owner) throws IOException {
    db.update(
        "INSERT INTO access (root, agent, owner) VALUES (?, ?, ?)"
            + " ON CONFLICT (root, agent) DO UPDATE SET owner = max(owner, excluded.owner)",
        root,
        agent.toBytes(),
        owner ? 1 : 0);
  }

  /** Takes an owner's file away; its blocks go when nobody else refers to them. */
  public boolean remove(Cid root, Address owner) throws IOException {
    lock.lock();
    try {
      if (!isOwner(root, owner)) {
        return false;
      }
      db.update("DELETE FROM access WHERE root = ? AND agent = ?", root.toBytes(), owner.toBytes());
      store.release(root, owner.toBytes());
      db.update(
          "DELETE FROM file WHERE root = ?1"
              + " AND NOT EXISTS (SELECT 1 FROM access WHERE root = ?1 AND owner = 1)",
          root.toBytes());
      db.update(
          "DELETE FROM access WHERE root = ?1 AND NOT EXISTS (SELECT 1 FROM file WHERE root = ?1)",
          root.toBytes());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOwner(Cid root, Address agent) throws IOException {
    return db.exists(
        "SELECT 1 FROM access WHERE root = ? AND agent = ? AND owner = 1",
        root.toBytes(),
        agent.toBytes());
  }

  /** The file, if it is kept here. */
  public Optional<Shelved> find(Cid root) throws IOException {
    UploadState upload = uploads == null ? UploadState.LOCAL : uploads.state(root);
    return db.first(
        row -> new Shelved(root, row.getLong(1), row.getInt(2) == 1, upload),
        "SELECT size, published FROM file WHERE root = ?",
        root.toBytes());
  }

  /**
   * Whether a reader may have the file.
   *
   * @param reader who has logged in, null if nobody
   */
  public boolean mayRead(Shelved file, @Nullable Address reader) throws IOException {
    return file.published()
        || (reader != null
            && db.exists(
                "SELECT 1 FROM access WHERE root = ? AND agent = ?",
                file.root().toBytes(),
                reader.toBytes()));
  }

  /** Writes part of a file, block by block, each checked against its CID. */
  public void copy(Shelved file, long from, long length, OutputStream out) throws IOException {
    UnixFsFile.copy(file.root(), file.published() ? everywhere : store, from, length, out);
  }

  private long heldBy(Address owner) throws IOException {
    return db.number(
            "SELECT coalesce(sum(size), 0) FROM file JOIN access USING (root)"
                + " WHERE agent = ? AND owner = 1",
            owner.toBytes())
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    db.close();
  }
}
