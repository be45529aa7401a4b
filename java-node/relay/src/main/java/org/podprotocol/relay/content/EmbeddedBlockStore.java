package org.podprotocol.relay.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.podprotocol.relay.journal.Folders;
import org.podprotocol.relay.sqlite.SqliteFile;

/**
 * Blocks as files of a folder, named by CID, compressed where that saves space, each synced before
 * it is there; what refers to them is in a SQLite file beside them. A block stays as long as a root
 * that leads to it has a reference; the rest, unless an {@link Upload} that may need it is open,
 * goes with {@link #collectGarbage}, at the latest when room is needed.
 */
public final class EmbeddedBlockStore implements BlockStore, AutoCloseable {
  private static final byte[] PIN_OWNER = new byte[0];
  private static final int SWEEP_BATCH = 256;

  private final Path blocks;
  private final long quota;
  private final Clock clock;
  private final SqliteFile index;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, Integer> openUploads = new TreeMap<>();
  private long used;
  private boolean mayHoldGarbage = true;

  private EmbeddedBlockStore(Path blocks, long quota, Clock clock, SqliteFile index) {
    this.blocks = blocks;
    this.quota = quota;
    this.clock = clock;
    this.index = index;
  }

  /**
   * Opens or creates the store in a folder. Files that a crash left half-written are removed.
   *
   * @param quotaBytes bytes of blocks it may hold
   */
  public static EmbeddedBlockStore open(Path folder, long quotaBytes, Clock clock)
      throws IOException {
    Path blocks = folder.resolve("blocks");
    Folders.make(blocks);
    SqliteFile index =
        SqliteFile.open(
            folder.resolve("content.db"),
            "the content store's index",
            """
            CREATE TABLE IF NOT EXISTS blocks (
              cid BLOB PRIMARY KEY, size INTEGER NOT NULL, touched_ms INTEGER NOT NULL) WITHOUT ROWID
            """,
            """
            CREATE TABLE IF NOT EXISTS reference (
              root BLOB NOT NULL, owner BLOB NOT NULL, PRIMARY KEY (root, owner)) WITHOUT ROWID
            """,
            "CREATE TEMP TABLE live (cid BLOB PRIMARY KEY) WITHOUT ROWID");
    var store = new EmbeddedBlockStore(blocks, quotaBytes, clock, index);
    try {
      store.used = index.number("SELECT coalesce(sum(size), 0) FROM blocks").orElseThrow();
      store.removeUnfinished();
      return store;
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blocks, "*.part")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @Override
  public String name() {
    return "embedded store";
  }

  /** Bytes of blocks held. */
  public long usedBytes() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(Cid cid, byte[] block) throws IOException {
    if (block.length > MAX_BLOCK) {
      throw new IllegalArgumentException("a block of %d bytes".formatted(block.length));
    }
    if (!cid.matches(block)) {
      throw new CorruptBlockException("the writer", cid);
    }
    lock.lock();
    try {
      if (touch(cid)) {
        return;
      }
      Optional<byte[]> frame = BlockCompression.compress(block);
      byte[] stored = frame.orElse(block);
      if (used + stored.length > quota && mayHoldGarbage) {
        sweepUnreferenced();
      }
      if (used + stored.length > quota) {
        throw new QuotaExceededException(used, stored.length, quota);
      }
      writeFile(cid, frame.isPresent() ? compressed(cid) : path(cid), stored);
      insert(cid, stored.length);
      used += stored.length;
    } finally {
      lock.unlock();
    }
  }

  /** Blocks that are put while this is open are not garbage, though nothing refers to them yet. */
  public final class Upload implements AutoCloseable {
    private final long beganMs;

    private Upload(long beganMs) {
      this.beganMs = beganMs;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        openUploads.computeIfPresent(beganMs, (began, open) -> open == 1 ? null : open - 1);
        mayHoldGarbage = true;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Begins to put blocks that a root, referenced before the upload is closed, will lead to. */
  public Upload beginUpload() {
    lock.lock();
    try {
      long now = clock.millis();
      openUploads.merge(now, 1, Integer::sum);
      return new Upload(now);
    } finally {
      lock.unlock();
    }
  }

  /** Makes a block that is here young again; false if it is not here. */
  private boolean touch(Cid cid) throws IOException {
    return index.update(
            "UPDATE blocks SET touched_ms = ? WHERE cid = ?", clock.millis(), cid.toBytes())
        == 1;
  }

  private void insert(Cid cid, int size) throws IOException {
    index.update(
        "INSERT INTO blocks (cid, size, touched_ms) VALUES (?, ?, ?)",
        cid.toBytes(),
        size,
        clock.millis());
  }

  private void writeFile(Cid cid, Path file, byte[] block) throws IOException {
    Folders.make(file.getParent());
    Path part = blocks.resolve(cid + ".part");
    try (var channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(block);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(file.getParent());
  }

  private Path compressed(Cid cid) {
    Path plain = path(cid);
    return plain.resolveSibling(plain.getFileName() + ".zst");
  }

  private Path path(Cid cid) {
    String name = cid.toString();
    return blocks.resolve(name.substring(name.length() - 2)).resolve(name);
  }

  @Override
  public Optional<byte[]> get(Cid cid) throws IOException {
    Optional<byte[]> block = read(path(cid));
    if (block.isEmpty()) {
      Optional<byte[]> frame = read(compressed(cid));
      if (frame.isEmpty()) {
        return Optional.empty();
      }
      block = Optional.of(BlockCompression.expand(frame.get()));
    }
    if (!cid.matches(block.get())) {
      throw new CorruptBlockException(name(), cid);
    }
    return block;
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean has(Cid cid) {
    return Files.exists(path(cid)) || Files.exists(compressed(cid));
  }

  @Override
  public void pin(Cid root) throws IOException {
    reference(root, PIN_OWNER);
  }

  @Override
  public boolean isPinned(Cid root) throws IOException {
    return index.exists(
        "SELECT 1 FROM reference WHERE root = ? AND owner = ?", root.toBytes(), PIN_OWNER);
  }

  @Override
  public void unpin(Cid root) throws IOException {
    release(root, PIN_OWNER);
  }

  /**
   * Keeps a root, and all that it leads to, for an owner such as a message id.
   *
   * @throws MissingBlockException if a block under the root is not here
   */
  public void reference(Cid root, byte[] owner) throws IOException {
    lock.lock();
    try {
      UnixFsFile.forEachBlock(
          root,
          this,
          cid -> {
            if (!has(cid)) {
              throw new MissingBlockException(name(), cid);
            }
          });
      index.update(
          "INSERT OR IGNORE INTO reference (root, owner) VALUES (?, ?)", root.toBytes(), owner);
    } finally {
      lock.unlock();
    }
  }

  /** Takes an owner's reference back. */
  public void release(Cid root, byte[] owner) throws IOException {
    lock.lock();
    try {
      index.update("DELETE FROM reference WHERE root = ? AND owner = ?", root.toBytes(), owner);
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything refers to the root. */
  public boolean isReferenced(Cid root) throws IOException {
    return index.exists("SELECT 1 FROM reference WHERE root = ?", root.toBytes());
  }

  /**
   * Removes blocks that no reference leads to and that no open upload may have put.
   *
   * @return bytes freed
   */
  public long collectGarbage() throws IOException {
    lock.lock();
    try {
      return sweepUnreferenced();
    } finally {
      lock.unlock();
    }
  }

  private long sweepUnreferenced() throws IOException {
    markLive();
    long before = openUploads.isEmpty() ? Long.MAX_VALUE : openUploads.firstKey();
    long freed = 0;
    List<Garbage> batch;
    while (!(batch = garbage(before)).isEmpty()) {
      freed += sweep(batch);
    }
    used -= freed;
    mayHoldGarbage = false;
    return freed;
  }

  private void markLive() throws IOException {
    index.update("DELETE FROM live");
    List<Cid> roots =
        index.list(row -> Cid.ofBytes(row.getBytes(1)), "SELECT DISTINCT root FROM reference");
    index.atomically(
        () -> {
          for (Cid root : roots) {
            UnixFsFile.forEachBlock(
                root,
                this,
                cid -> index.update("INSERT OR IGNORE INTO live (cid) VALUES (?)", cid.toBytes()));
          }
        });
  }

  private record Garbage(Cid cid, long size) {}

  private List<Garbage> garbage(long touchedBeforeMs) throws IOException {
    return index.list(
        row -> new Garbage(Cid.ofBytes(row.getBytes(1)), row.getLong(2)),
        """
        SELECT cid, size FROM blocks
        WHERE touched_ms < ? AND cid NOT IN (SELECT cid FROM live) LIMIT ?
        """,
        touchedBeforeMs,
        SWEEP_BATCH);
  }

  private long sweep(List<Garbage> batch) throws IOException {
    long freed = 0;
    for (Garbage block : batch) {
      index.update("DELETE FROM blocks WHERE cid = ?", block.cid().toBytes());
      Files.deleteIfExists(path(block.cid()));
      Files.deleteIfExists(compressed(block.cid()));
      freed += block.size();
    }
    return freed;
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      index.close();
    } finally {
      lock.unlock();
    }
  }
}
