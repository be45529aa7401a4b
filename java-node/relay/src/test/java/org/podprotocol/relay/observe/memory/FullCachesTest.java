package org.podprotocol.relay.observe.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.content.BlockSource;
import org.podprotocol.relay.content.Cid;
import org.podprotocol.relay.content.ContentReader;

/** The content cache, filled beyond a small limit, and what the Java machine says it uses. */
class FullCachesTest {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 48;
  private static final long CACHE = 64L << 20;
  private static final long ROOM = 24L << 20;

  /** Makes each block anew, so that only the cache holds any. */
  private static final class Blocks implements BlockSource {
    private final Map<Cid, Integer> numbers = new HashMap<>();
    private int reads;

    static byte[] block(int number) {
      return ByteBuffer.allocate(BLOCK).putInt(number).array();
    }

    Cid add(int number) {
      Cid cid = Cid.hash(Cid.RAW, block(number));
      numbers.put(cid, number);
      return cid;
    }

    @Override
    public String name() {
      return "made";
    }

    @Override
    public Optional<byte[]> get(Cid cid) {
      reads++;
      return Optional.of(block(numbers.get(cid)));
    }
  }

  private static long heapInUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aFullCacheIsGivenBackAndTheMemoryIsFreeAgain() throws Exception {
    var blocks = new Blocks();
    var reader = new ContentReader(List.of(blocks), CACHE, (source, failure) -> {});
    long before = heapInUse();
    MemoryUse use =
        new MemoryUse() {
          @Override
          public long residentBytes() {
            return heapInUse() - before;
          }

          @Override
          public long heapBytes() {
            return 0;
          }

          @Override
          public long heapMaxBytes() {
            return 1;
          }
        };
    try (var watch =
        new MemoryWatch(
            ROOM,
            use,
            List.of(
                new Trimmable(
                    "content", () -> reader.cacheBytes(0), () -> reader.cacheBytes(CACHE))),
            new MetricRegistry())) {
      watch.look();
      assertEquals(List.of(), watch.actions());
      var cids = new ArrayList<Cid>();
      for (int i = 0; i < BLOCKS; i++) {
        cids.add(blocks.add(i));
        reader.get(cids.get(i));
      }
      reader.get(cids.getLast());
      assertEquals(BLOCKS, blocks.reads, "the cache answers");
      assertTrue(use.residentBytes() > ROOM, "the cache holds more than the limit");
      watch.look();
      assertEquals("shrank content", watch.actions().getFirst().what());
      assertTrue(use.residentBytes() < ROOM / 2, "the memory is free again");
      assertArrayEquals(Blocks.block(3), reader.get(cids.get(3)).orElseThrow());
      assertEquals(BLOCKS + 1, blocks.reads, "the block was made anew");
      assertTrue(watch.admits());
    }
  }
}
