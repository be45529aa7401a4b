package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MerkleLogTest {

  private static final int PAST_TWO_ROWS = 66_000;

  @TempDir Path folder;

  @Test
  void rootsAndProofsAreThoseOfTheRfcAtEverySmallSize() throws IOException {
    List<byte[]> leaves = leaves(70);
    try (var log = MerkleLog.open(folder)) {
      for (int size = 0; size <= 70; size++) {
        assertArrayEquals(ReferenceTree.root(leaves.subList(0, size)), log.root(size));
        for (int i = 0; i < size; i++) {
          assertSame(ReferenceTree.path(i, leaves.subList(0, size)), log.inclusionProof(i, size));
        }
        if (size < 70) {
          log.append(leaves.get(size));
        }
      }
    }
  }

  @Test
  void proofsAcrossTileAndRowBordersAreThoseOfTheRfc() throws IOException {
    List<byte[]> leaves = leaves(PAST_TWO_ROWS);
    var random = new Random(7);
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves));
      for (int size :
          new int[] {255, 256, 257, 511, 512, 4_097, 65_535, 65_536, 65_537, PAST_TWO_ROWS}) {
        List<byte[]> sized = leaves.subList(0, size);
        assertArrayEquals(ReferenceTree.root(sized), log.root(size));
        for (int n = 0; n < 6; n++) {
          int i = n == 0 ? size - 1 : random.nextInt(size);
          assertSame(ReferenceTree.path(i, sized), log.inclusionProof(i, size));
        }
      }
    }
  }

  @Test
  void pathToPeakLeadsToThePeakAndBeginsEveryLaterPath() throws IOException {
    List<byte[]> leaves = leaves(1_000);
    var random = new Random(11);
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves));
      for (int n = 0; n < 300; n++) {
        int size = 1 + random.nextInt(1_000);
        int index = random.nextInt(size);
        List<byte[]> path = log.pathToPeak(index, size);
        assertArrayEquals(log.peak(index, size), climb(leaves.get(index), index, path));
        assertTrue(
            log.peaks(size).stream()
                .anyMatch(p -> Arrays.equals(p, climb(leaves.get(index), index, path))));
        List<byte[]> later = log.pathToPeak(index, size + random.nextInt(1_001 - size));
        assertSame(path, later.subList(0, path.size()));
      }
    }
  }

  @Test
  void coverIsTheAlignedPerfectSubtreesFromLeftToRight() throws IOException {
    List<byte[]> leaves = leaves(600);
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves));
      // 300..301 (2^2 at 300), 304 (2^4), 320 (2^6), 384 (2^7), 512 (2^6), 576 (2^3), 584 (1)
      List<byte[]> cover = log.cover(300, 585);
      int[][] subtrees = {
        {300, 4}, {304, 16}, {320, 64}, {384, 128}, {512, 64}, {576, 8}, {584, 1}
      };
      assertEquals(subtrees.length, cover.size());
      for (int i = 0; i < subtrees.length; i++) {
        int from = subtrees[i][0];
        assertArrayEquals(
            ReferenceTree.root(leaves.subList(from, from + subtrees[i][1])), cover.get(i));
      }
    }
  }

  @Test
  void reopenedTreeGoesOnFromTheLastSyncAndEndsAtTheSameRoot() throws IOException {
    List<byte[]> leaves = leaves(PAST_TWO_ROWS);
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves.subList(0, 65_900)));
      log.sync();
      log.append(join(leaves.subList(65_900, PAST_TWO_ROWS)));
    }
    try (var log = MerkleLog.open(folder)) {
      assertEquals(65_900 / 256 * 256, log.size());
      log.append(join(leaves.subList((int) log.size(), PAST_TWO_ROWS)));
      assertArrayEquals(ReferenceTree.root(leaves), log.root(PAST_TWO_ROWS));
      assertSame(ReferenceTree.path(3, leaves), log.inclusionProof(3, PAST_TWO_ROWS));
    }
  }

  @Test
  void aChangedHashOnTheRightEdgeIsFoundWhenTheTreeIsOpened() throws IOException {
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves(1_024)));
      log.sync();
    }
    flipByte(folder.resolve("row-1"), 70);
    IOException refused = assertThrows(IOException.class, () -> MerkleLog.open(folder));
    assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
  }

  @Test
  void aMissingRowIsFoundWhenTheTreeIsOpened() throws IOException {
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves(512)));
      log.sync();
    }
    Files.delete(folder.resolve("row-0"));
    assertThrows(IOException.class, () -> MerkleLog.open(folder));
  }

  @Test
  void hashesBeyondTheTreeAreRefused() throws IOException {
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves(10)));
      assertThrows(IndexOutOfBoundsException.class, () -> log.node(3, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> log.pathToPeak(10, 10));
      assertThrows(IndexOutOfBoundsException.class, () -> log.cover(4, 11));
      assertThrows(IndexOutOfBoundsException.class, () -> log.tile(0, 0, 11));
    }
  }

  @Test
  void tilesHoldTheHashesOfEveryEighthLevel() throws IOException {
    List<byte[]> leaves = leaves(1_000);
    try (var log = MerkleLog.open(folder)) {
      log.append(join(leaves));
      assertArrayEquals(join(leaves.subList(256, 512)), log.tile(0, 1, 256));
      assertArrayEquals(join(leaves.subList(768, 1_000)), log.tile(0, 3, 232));
      assertArrayEquals(
          join(
              List.of(
                  ReferenceTree.root(leaves.subList(0, 256)),
                  ReferenceTree.root(leaves.subList(256, 512)))),
          log.tile(1, 0, 2));
    }
  }

  private static byte[] climb(byte[] leaf, long index, List<byte[]> path) {
    byte[] acc = leaf;
    for (int h = 0; h < path.size(); h++) {
      byte[] one = {1};
      acc =
          (index >> h & 1) == 0
              ? ReferenceTree.sha256(one, acc, path.get(h))
              : ReferenceTree.sha256(one, path.get(h), acc);
    }
    return acc;
  }

  private static List<byte[]> leaves(int n) {
    var leaves = new ArrayList<byte[]>(n);
    for (int i = 0; i < n; i++) {
      leaves.add(ReferenceTree.sha256(ByteBuffer.allocate(4).putInt(i).array()));
    }
    return leaves;
  }

  private static byte[] join(List<byte[]> hashes) {
    ByteBuffer all = ByteBuffer.allocate(32 * hashes.size());
    hashes.forEach(all::put);
    return all.array();
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "hash " + i);
    }
  }

  private static void flipByte(Path file, long at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      channel.write(one, at);
    }
  }
}
