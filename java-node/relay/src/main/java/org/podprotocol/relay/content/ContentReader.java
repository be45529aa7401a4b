package org.podprotocol.relay.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads blocks from the first source that has them, in the given order, through a cache by CID. A
 * source that gives wrong bytes, or that fails, is reported and the next one asked; the failure
 * surfaces only if no source has the block.
 */
public final class ContentReader implements BlockSource {
  private final List<BlockSource> sources;
  private final BiConsumer<BlockSource, IOException> report;
  private final Cache<Cid, byte[]> cache;

  /**
   * @param cacheBytes bytes of blocks to keep in memory
   * @param report told of each failure of a source, wrong bytes included
   */
  public ContentReader(
      List<BlockSource> sources, long cacheBytes, BiConsumer<BlockSource, IOException> report) {
    this.sources = List.copyOf(sources);
    this.report = report;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Cid cid, byte[] block) -> block.length + Cid.BYTES)
            .recordStats()
            .build();
  }

  @Override
  public String name() {
    return "content";
  }

  @Override
  public Optional<byte[]> get(Cid cid) throws IOException {
    byte[] cached = cache.getIfPresent(cid);
    if (cached != null) {
      return Optional.of(cached);
    }
    IOException failure = null;
    for (BlockSource source : sources) {
      try {
        Optional<byte[]> block = source.get(cid);
        if (block.isPresent()) {
          cache.put(cid, block.get());
          return block;
        }
      } catch (IOException e) {
        report.accept(source, e);
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return Optional.empty();
  }

  /** Share of reads that the cache answered, 0 to 1. */
  public double hitRate() {
    return cache.stats().hitRate();
  }

  /** Keeps no more than this from now on; what is beyond goes. */
  public void cacheBytes(long most) {
    cache.policy().eviction().ifPresent(eviction -> eviction.setMaximum(most));
    cache.cleanUp();
  }
}
