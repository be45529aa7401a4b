package org.podprotocol.relay.compressed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Hash;

class PoseidonTest {
  /** From the documentation of light-poseidon 0.4.1. */
  @Test
  void aPairHashesAsLightsLibraryDoes() throws Exception {
    assertEquals(
        Hash.parse("0d54e1938f8a8c1c7deb5e0355f26319207b84fe9ca2ce1b26e735c829821990"),
        Poseidon.pair(filled(1), filled(2)));
  }

  @Test
  void anEmptyTreeHasTheRootOfLightsEmptyTree() throws IOException {
    StateTree tree = StateTree.decode(LightFixture.tree());
    assertEquals(tree.root(), EmptyTrees.root(tree.height()));
    assertEquals(0, tree.size());
  }

  @Test
  void whatIsNotBelowTheModulusIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Poseidon.pair(filled(0xFF), Hash.ZERO));
  }

  private static Hash filled(int value) {
    var bytes = new byte[Hash.LENGTH];
    Arrays.fill(bytes, (byte) value);
    return Hash.of(bytes);
  }
}
