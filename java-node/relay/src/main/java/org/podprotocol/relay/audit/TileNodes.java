package org.podprotocol.relay.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.tree.Nodes;
import org.podprotocol.protocol.tree.Subtree;

/**
 * The nodes of a relay's tree as its tiles have them; remembers the tiles read last. Not for
 * threads to share.
 */
final class TileNodes implements Nodes {

  private static final int WIDTH = 256;
  private static final int REMEMBERED = 64;

  private record Key(int level, long n) {}

  private final TileSource source;
  private final int epoch;
  private final long size;
  private final Map<Key, byte[]> tiles =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param size leaves of the tree; nothing beyond them is asked for
   */
  TileNodes(TileSource source, int epoch, long size) {
    this.source = source;
    this.epoch = epoch;
    this.size = size;
  }

  @Override
  public Hash root(Subtree subtree) {
    if (subtree.end() > size) {
      throw new IllegalArgumentException(subtree + " is not in a tree of " + size + " leaves");
    }
    int level = subtree.level() / 8;
    int count = 1 << subtree.level() % 8;
    long first = subtree.position() * count;
    byte[] tile = tile(level, first / WIDTH);
    int at = (int) (first % WIDTH) * 32;
    Hash[] hashes = new Hash[count];
    for (int i = 0; i < count; i++) {
      hashes[i] = Hash.of(tile, at + 32 * i);
    }
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        hashes[i] = Sha256.node(hashes[2 * i], hashes[2 * i + 1]);
      }
    }
    return hashes[0];
  }

  /** Tile n of a level, as wide as the tree has it. */
  byte[] tile(int level, long n) {
    return tiles.computeIfAbsent(
        new Key(level, n),
        key -> {
          long hashes = size >>> 8 * level;
          int width = (int) Math.min(WIDTH, hashes - n * WIDTH);
          try {
            return Arrays.copyOf(source.tile(epoch, level, n, width), 32 * width);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
