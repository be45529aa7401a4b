package org.podprotocol.protocol.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;
import org.podprotocol.protocol.tree.ChunkException.Reason;

class FrontierTest {
  @Test
  void rootsAreThoseOfTheCertificateTransparencyExamples() throws Exception {
    String[] leaves = {
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f"
    };
    String[] roots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    };
    Frontier frontier = new Frontier();
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        frontier.root().toString());
    for (int i = 0; i < leaves.length; i++) {
      byte[] leaf = HexFormat.of().parseHex(leaves[i]);
      frontier.append(Sha256.leaf(leaf, 0, leaf.length));
      assertEquals(roots[i], frontier.root().toString(), "size " + (i + 1));
    }
  }

  @Test
  void theTreeDoesNotDependOnHowItsLeavesWereBatched() throws Exception {
    List<Hash> leaves = ReferenceTree.leaves(700, 2);
    TreeInMemory tree = ReferenceTree.inMemory(leaves);
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      Frontier frontier = new Frontier();
      while (frontier.size() < leaves.size()) {
        long end = Math.min(leaves.size(), frontier.size() + 1 + random.nextInt(100));
        Chunk chunk = Chunk.of(frontier.size(), end, tree);
        assertTrue(frontier.merge(Chunk.readAll(chunk.toBytes()).get(0)));
        assertEquals(ReferenceTree.root(leaves.subList(0, (int) end)), frontier.root());
        assertEquals(frontier, Frontier.of(end, tree));
        assertEquals(frontier, Frontier.of(end, frontier.toBytes(), 0));
        assertFalse(frontier.merge(chunk), "a chunk sent twice is skipped");
      }
    }
  }

  @Test
  void chunksThatDoNotContinueTheTreeAreRefusedAndLeaveItAsItWas() throws Exception {
    TreeInMemory tree = ReferenceTree.inMemory(ReferenceTree.leaves(32, 4));
    Frontier frontier = Frontier.of(10, tree);
    Frontier before = frontier.copy();
    assertEquals(Reason.STRADDLES, refused(frontier, Chunk.of(8, 12, tree)));
    assertEquals(Reason.GAP, refused(frontier, Chunk.of(11, 12, tree)));
    assertEquals(before, frontier);
    assertNull(frontier.peak(0));
    assertEquals(tree.root(new Subtree(0, 3)), frontier.peak(3));
  }

  private static Reason refused(Frontier frontier, Chunk chunk) {
    return assertThrows(ChunkException.class, () -> frontier.merge(chunk)).reason();
  }

  @Test
  void bytesThatAreNoChunksAreRefused() throws Exception {
    TreeInMemory tree = ReferenceTree.inMemory(ReferenceTree.leaves(8, 5));
    byte[] chunk = Chunk.of(3, 8, tree).toBytes();
    assertEquals(8 + 2 * 32, chunk.length);
    assertEquals(chunk.length, Chunk.encodedLength(3, 8));
    byte[] cut = java.util.Arrays.copyOf(chunk, chunk.length - 1);
    assertEquals(
        Reason.WRONG_COVER_LENGTH,
        assertThrows(ChunkException.class, () -> Chunk.readAll(cut)).reason());
    byte[] empty = {5, 0, 0, 0, 5, 0, 0, 0};
    assertEquals(
        Reason.EMPTY, assertThrows(ChunkException.class, () -> Chunk.readAll(empty)).reason());
    byte[] far = {0, 0, 0, 0, 1, 0, 0, 4};
    assertEquals(
        Reason.BEYOND_EPOCH, assertThrows(ChunkException.class, () -> Chunk.readAll(far)).reason());
  }

  @Test
  void theEpochsLastLeafFillsOnePeakAndNoMoreFit() {
    Frontier frontier = new Frontier();
    Hash half = Sha256.of(new byte[] {1});
    frontier.append(half, 25);
    assertThrows(IllegalArgumentException.class, () -> frontier.append(half, 26));
    frontier.append(half, 25);
    assertEquals(Chunk.MAX_EPOCH_SIZE, frontier.size());
    assertEquals(Sha256.node(half, half), frontier.root());
    assertThrows(IllegalArgumentException.class, () -> frontier.append(half));
  }

  @Test
  void coversAreAlignedAndComplete() {
    for (int start = 0; start <= 80; start++) {
      for (int end = start; end <= 160; end++) {
        List<Subtree> cover = Cover.of(start, end);
        assertEquals(cover.size(), Cover.length(start, end));
        long at = start;
        for (Subtree subtree : cover) {
          assertEquals(at, subtree.start());
          long twice = 2 * subtree.size();
          assertTrue(at % twice != 0 || at + twice > end, "a larger subtree would have fitted");
          at = subtree.end();
        }
        assertEquals(end, at);
      }
    }
  }
}
