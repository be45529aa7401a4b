package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.podprotocol.relay.journal.Folders;
import org.podprotocol.relay.journal.LeafLog;

/**
 * The trees of the relay's epochs, each in a folder named {@code EPOCH-FIRSTINDEX}. Thread-safe:
 * one thread opens and extends, any number read.
 */
final class EpochTrees implements AutoCloseable {

  private static final int READ_LEAVES = 8_192;

  /**
   * @param epoch its number
   * @param firstIndex global index of its first leaf
   */
  record EpochTree(int epoch, long firstIndex, MerkleLog tree) {

    /** One past the last global index the tree holds. */
    long end() {
      return firstIndex + tree.size();
    }
  }

  private final Path folder;
  private final LeafLog journal;
  private final TreeMap<Long, EpochTree> byFirstIndex = new TreeMap<>();

  private EpochTrees(Path folder, LeafLog journal) {
    this.folder = folder;
    this.journal = journal;
  }

  static EpochTrees open(Path folder, LeafLog journal) throws IOException {
    Folders.make(folder);
    var trees = new EpochTrees(folder, journal);
    try (var entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String[] name = entry.getFileName().toString().split("-");
        if (name.length == 2) {
          trees.open(Integer.parseInt(name[0]), Long.parseLong(name[1]));
        }
      }
    } catch (NumberFormatException e) {
      trees.close();
      throw new IOException(folder + " holds something that is not a tree: " + e.getMessage(), e);
    } catch (IOException e) {
      trees.close();
      throw e;
    }
    return trees;
  }

  /** The tree of an epoch, opened or begun. */
  synchronized EpochTree open(int epoch, long firstIndex) throws IOException {
    EpochTree known = byFirstIndex.get(firstIndex);
    if (known != null && known.epoch == epoch) {
      return known;
    }
    if (known != null) {
      throw new IOException(
          "epochs %d and %d both begin at message %d".formatted(known.epoch, epoch, firstIndex));
    }
    var tree = new EpochTree(epoch, firstIndex, MerkleLog.open(path(epoch, firstIndex)));
    byFirstIndex.put(firstIndex, tree);
    return tree;
  }

  /** The tree whose epoch a message of this global index belongs to. */
  synchronized EpochTree covering(long index) {
    Map.Entry<Long, EpochTree> entry = byFirstIndex.floorEntry(index);
    if (entry == null) {
      throw new IndexOutOfBoundsException("no epoch holds message " + index);
    }
    return entry.getValue();
  }

  /** The tree of an epoch, if it has begun. */
  synchronized Optional<EpochTree> ofEpoch(int epoch) {
    return byFirstIndex.values().stream().filter(t -> t.epoch == epoch).findFirst();
  }

  /** Throws a tree away and begins it anew. */
  synchronized EpochTree discard(EpochTree tree) throws IOException {
    byFirstIndex.remove(tree.firstIndex);
    tree.tree.close();
    Path path = path(tree.epoch, tree.firstIndex);
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return open(tree.epoch, tree.firstIndex);
  }

  /** Appends what the journal has beyond the tree, up to global index {@code end}. */
  void extend(EpochTree tree, long end) throws IOException {
    for (long at = tree.end(); at < end; ) {
      int count = (int) Math.min(READ_LEAVES, end - at);
      tree.tree.append(journal.leafHashes(at, count));
      at += count;
    }
  }

  private Path path(int epoch, long firstIndex) {
    return folder.resolve(epoch + "-" + firstIndex);
  }

  synchronized List<EpochTree> all() {
    return List.copyOf(byFirstIndex.values());
  }

  @Override
  public synchronized void close() throws IOException {
    for (EpochTree tree : byFirstIndex.values()) {
      tree.tree.close();
    }
    byFirstIndex.clear();
  }
}
