package org.podprotocol.protocol.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Hash;

class InclusionPathTest {
  private static final int MOST = 70;
  private final List<Hash> leaves = ReferenceTree.leaves(MOST, 6);
  private final TreeInMemory tree = ReferenceTree.inMemory(leaves);

  @Test
  void pathsToTheRootAreThoseOfTheRfcsDefinition() {
    for (int size = 1; size <= MOST; size++) {
      Hash root = ReferenceTree.root(leaves.subList(0, size));
      for (int index = 0; index < size; index++) {
        List<Hash> path = InclusionPath.toRoot(index, size, tree);
        assertEquals(ReferenceTree.path(index, leaves.subList(0, size)), path);
        assertTrue(InclusionPath.provesToRoot(leaves.get(index), index, size, path, root));
      }
    }
  }

  @Test
  void aPathToThePeakProvesItsIndexAndNoOther() {
    for (int size = 1; size <= MOST; size++) {
      Frontier frontier = Frontier.of(size, tree);
      for (int index = 0; index < size; index++) {
        List<Hash> path = InclusionPath.toPeak(index, size, tree);
        assertTrue(InclusionPath.provesToPeak(leaves.get(index), index, path, frontier));
        for (int other = 0; other <= size; other++) {
          assertEquals(
              other == index, InclusionPath.provesToPeak(leaves.get(index), other, path, frontier));
        }
      }
    }
  }

  @Test
  void aPathToThePeakBeginsEveryLaterPath() {
    for (int size = 1; size < MOST; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> before = InclusionPath.toPeak(index, size, tree);
        List<Hash> later = InclusionPath.toPeak(index, size + 1, tree);
        assertEquals(before, later.subList(0, before.size()));
      }
    }
  }

  @Test
  void aChangedLeafPathIndexOrSizeProvesNothing() {
    int size = 45;
    Hash root = ReferenceTree.root(leaves.subList(0, size));
    for (int index = 0; index < size; index++) {
      List<Hash> path = InclusionPath.toRoot(index, size, tree);
      Hash leaf = leaves.get(index);
      assertFalse(InclusionPath.provesToRoot(leaves.get(50), index, size, path, root));
      assertFalse(
          InclusionPath.provesToRoot(leaf, index, size, path.subList(1, path.size()), root));
      assertFalse(InclusionPath.provesToRoot(leaf, index + size, size, path, root));
      assertFalse(InclusionPath.provesToRoot(leaf, -1, size, path, root));
      List<Hash> longer = new ArrayList<>(path);
      longer.add(leaf);
      assertFalse(InclusionPath.provesToRoot(leaf, index, size, longer, root));
      for (int i = 0; i < path.size(); i++) {
        List<Hash> changed = new ArrayList<>(path);
        changed.set(i, leaf);
        assertFalse(InclusionPath.provesToRoot(leaf, index, size, changed, root));
      }
      for (int other = 0; other < size; other++) {
        if (other != index) {
          assertFalse(InclusionPath.provesToRoot(leaf, other, size, path, root));
        }
      }
    }
  }

  @Test
  void thereIsNoPathOfAnIndexOutsideTheTree() {
    assertThrows(IllegalArgumentException.class, () -> InclusionPath.toPeak(5, 5, tree));
    assertThrows(IllegalArgumentException.class, () -> InclusionPath.toPeak(-1, 5, tree));
    assertThrows(IllegalArgumentException.class, () -> InclusionPath.toPeak(0, 0, tree));
  }
}
