package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.tree.Chunk;

class ChunkPlanTest {

  @Test
  void reachesTheTargetWhenItsCoverFits() {
    assertEquals(1_000, ChunkPlan.reach(0, 1_000, Chunk.encodedLength(0, 1_000)));
  }

  @Test
  void roundsDownToAsFarAsFits() {
    // 1000 = 512 + 256 + 128 + 64 + 32 + 8: three hashes reach 896
    assertEquals(896, ChunkPlan.reach(0, 1_000, 8 + 32 * 3));
  }

  @Test
  void reachesNowhereWithoutRoomForAHash() {
    assertEquals(5, ChunkPlan.reach(5, 9, 8 + 31));
  }

  @Test
  void everyReachFitsAndMakesProgress() {
    var random = new Random(3);
    for (int n = 0; n < 10_000; n++) {
      long start = random.nextInt(1 << 20);
      long target = start + 1 + random.nextInt(1 << 20);
      long end = ChunkPlan.reach(start, target, 900);
      assertTrue(end > start && end <= target);
      assertTrue(Chunk.encodedLength(start, end) <= 900);
    }
  }
}
