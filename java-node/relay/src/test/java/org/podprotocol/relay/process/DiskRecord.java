package org.podprotocol.relay.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.local.LocalChain;

/**
 * What a process did to the files below a folder, recorded by {@code src/test/c/writes.c}, and what
 * a disk would hold of it that lost its power at some point of the record.
 */
final class DiskRecord {
  private static final int HEAD = 32;
  private static final int SECTOR = 512;

  private final Path root;
  private final Path log;

  /**
   * @param root the folder that is watched
   * @param log where the record goes, outside the folder
   */
  DiskRecord(Path root, Path log) {
    this.root = root.toAbsolutePath();
    this.log = log.toAbsolutePath();
  }

  /** Compiles the recorder. */
  static Path recorder(Path folder) throws IOException, InterruptedException {
    Path library = folder.resolve("writes.so");
    Path source = LocalChain.repositoryRoot().resolve("java-node/relay/src/test/c/writes.c");
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl",
                "-lpthread")
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
      throw new IOException("gcc does not compile " + source + ": " + said);
    }
    return library;
  }

  /** Environment of the process that is recorded. */
  Map<String, String> environment(Path recorder) {
    return Map.of(
        "LD_PRELOAD", recorder.toString(),
        "POD_WRITES_ROOT", root.toString(),
        "POD_WRITES_LOG", log.toString());
  }

  /** Length of the record so far: a point at which the power may go. */
  long now() throws IOException {
    return Files.size(log);
  }

  /** Writes what is durable for certain at a point: nothing that a sync has not covered. */
  void imageOfTheSynced(long point, Path target) throws IOException {
    replay(point).write(target, null);
  }

  /**
   * Writes one of the states a disk may be in: what was synced, and of the rest whatever the disk
   * happened to write, in any order, sectors torn.
   */
  void imageByChance(long point, Path target, Random chance) throws IOException {
    replay(point).write(target, chance);
  }

  private Disk replay(long point) throws IOException {
    var disk = new Disk(root.toString());
    ByteBuffer record = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN);
    while (record.remaining() >= HEAD) {
      int begin = record.position();
      int kind = record.get(begin);
      int first = record.getInt(begin + 4);
      int second = record.getInt(begin + 8);
      int length = record.getInt(begin + 12);
      if (begin + HEAD + (long) first + second + length > Math.min(point, record.limit())) {
        break;
      }
      long sync = record.getLong(begin + 16);
      long offset = record.getLong(begin + 24);
      record.position(begin + HEAD);
      String path = text(record, first);
      String other = text(record, second);
      byte[] data = new byte[length];
      record.get(data);
      switch (kind) {
        case 1 -> disk.file(path).change(new Change(offset, data));
        case 2 -> disk.file(path).change(new Change(offset, null));
        case 3 -> disk.syncBegins(sync, path);
        case 4 -> disk.syncEnds(sync);
        case 5 -> disk.names.put(other, disk.names.remove(path));
        case 6 -> disk.names.remove(path);
        case 7 -> disk.names.put(path, new Entry(true));
        case 8 -> disk.file(path);
        default -> throw new IOException("a record of kind " + kind + " at " + begin);
      }
    }
    return disk;
  }

  private static String text(ByteBuffer record, int length) {
    byte[] bytes = new byte[length];
    record.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Bytes at an offset, or, without bytes, the file's new length. */
  private record Change(long offset, byte @Nullable [] data) {
    byte[] on(byte[] content, int length) {
      if (data == null) {
        return Arrays.copyOf(content, Math.toIntExact(offset));
      }
      int end = Math.toIntExact(offset) + length;
      byte[] changed = end > content.length ? Arrays.copyOf(content, end) : content;
      System.arraycopy(data, 0, changed, Math.toIntExact(offset), length);
      return changed;
    }

    int length() {
      return data == null ? 0 : data.length;
    }
  }

  /** A file or a folder, whatever its names. */
  private static final class Entry {
    private final boolean folder;
    private final List<Change> pending = new ArrayList<>();
    private byte[] durable = {};
    private int length;
    private long forgotten;

    Entry(boolean folder) {
      this.folder = folder;
    }

    void change(Change change) {
      pending.add(change);
    }

    long changes() {
      return forgotten + pending.size();
    }

    /** The first {@code count} changes are on disk. */
    void synced(long count) {
      int newly = (int) Math.max(0, count - forgotten);
      for (Change change : pending.subList(0, newly)) {
        apply(change);
      }
      pending.subList(0, newly).clear();
      forgotten += newly;
    }

    private void apply(Change change) {
      int needed = Math.toIntExact(change.offset) + change.length();
      if (change.data == null) {
        if (needed < length) {
          Arrays.fill(durable, needed, length, (byte) 0);
        }
        grow(needed);
        length = needed;
        return;
      }
      grow(needed);
      System.arraycopy(change.data, 0, durable, Math.toIntExact(change.offset), change.length());
      length = Math.max(length, needed);
    }

    private void grow(int needed) {
      if (needed > durable.length) {
        durable = Arrays.copyOf(durable, Math.max(needed, durable.length * 2));
      }
    }

    byte[] content(@Nullable Random chance) {
      byte[] content = Arrays.copyOf(durable, length);
      if (chance == null) {
        return content;
      }
      for (Change change : pending) {
        if (chance.nextBoolean()) {
          int sectors = change.length() / SECTOR;
          boolean torn = sectors > 0 && chance.nextInt(4) == 0;
          content = change.on(content, torn ? chance.nextInt(sectors) * SECTOR : change.length());
        }
      }
      return content;
    }
  }

  /** A sync that has begun: the changes, or the names, that it covers. */
  private record Sync(
      @Nullable Entry file, long changes, String folder, Map<String, Entry> names) {}

  private static final class Disk {
    private final String root;
    private final Map<String, Entry> names = new HashMap<>();
    private final Map<String, Entry> durableNames = new HashMap<>();
    private final Map<Long, Sync> syncs = new HashMap<>();

    Disk(String root) {
      this.root = root;
    }

    Entry file(String path) {
      return names.computeIfAbsent(path, unnamed -> new Entry(false));
    }

    void syncBegins(long number, String path) {
      Entry entry = names.get(path);
      if (path.equals(root) || entry != null && entry.folder) {
        syncs.put(number, new Sync(null, 0, path, within(names, path)));
      } else {
        Entry file = file(path);
        syncs.put(number, new Sync(file, file.changes(), path, Map.of()));
      }
    }

    void syncEnds(long number) {
      Sync sync = syncs.remove(number);
      if (sync.file != null) {
        sync.file.synced(sync.changes);
      } else {
        durableNames.keySet().removeAll(within(durableNames, sync.folder).keySet());
        durableNames.putAll(sync.names);
      }
    }

    private static Map<String, Entry> within(Map<String, Entry> names, String folder) {
      var found = new HashMap<String, Entry>();
      names.forEach(
          (path, entry) -> {
            if (path.substring(0, path.lastIndexOf('/')).equals(folder)) {
              found.put(path, entry);
            }
          });
      return found;
    }

    void write(Path target, @Nullable Random chance) throws IOException {
      Map<String, Entry> kept = chance != null && chance.nextBoolean() ? names : durableNames;
      for (String path : kept.keySet().stream().sorted().toList()) {
        Path file = target.resolve(path.substring(root.length() + 1));
        Entry entry = kept.get(path);
        if (entry.folder) {
          if (Files.isDirectory(file.getParent())) {
            Files.createDirectory(file);
          }
        } else if (Files.isDirectory(file.getParent())) {
          Files.write(file, entry.content(chance));
        }
      }
    }
  }
}
