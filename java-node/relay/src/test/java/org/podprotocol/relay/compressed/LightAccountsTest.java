package org.podprotocol.relay.compressed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LightAccountsTest {
  @Test
  void anEmptyQueueNamesItsTree() throws IOException {
    assertEquals(
        new OutputQueue(LightFixture.TREE, 0, List.of()), OutputQueue.decode(LightFixture.queue()));
  }

  @Test
  void aQueueIsNoTreeAndATreeIsNoQueue() throws IOException {
    byte[] queue = LightFixture.queue();
    byte[] tree = LightFixture.tree();
    assertThrows(MalformedLightDataException.class, () -> StateTree.decode(queue));
    assertThrows(MalformedLightDataException.class, () -> OutputQueue.decode(tree));
  }

  @Test
  void accountsThatAreCutShortAreRefused() throws IOException {
    byte[] queue = LightFixture.queue();
    for (int length = 0; length < queue.length; length += 7) {
      byte[] cut = Arrays.copyOf(queue, length);
      if (length < queue.length - 16 - 5 * 32) {
        assertThrows(MalformedLightDataException.class, () -> OutputQueue.decode(cut));
      }
    }
    byte[] tree = LightFixture.tree();
    for (int length = 0; length < 680 + 24 + 32; length += 7) {
      byte[] cut = Arrays.copyOf(tree, length);
      assertThrows(MalformedLightDataException.class, () -> StateTree.decode(cut));
    }
  }

  @Test
  void lengthsThatAreLiesAreRefused() throws IOException {
    byte[] queue = LightFixture.queue();
    for (int at = 552; at < 552 + 16; at++) {
      byte[] lie = queue.clone();
      lie[at] = (byte) 0xFF;
      if (at % 8 != 0 || lie[at] != queue[at]) {
        assertThrows(MalformedLightDataException.class, () -> OutputQueue.decode(lie));
      }
    }
  }
}
