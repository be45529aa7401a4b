package org.podprotocol.relay.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MixTest {
  @Test
  void everyOperationHasItsShareOfEachRound() {
    Mix mix = Mix.parse("relay=7,channel=2,direct=1");
    assertEquals(70, IntStream.range(0, 100).filter(n -> mix.of(n) == Operation.RELAY).count());
    assertEquals(20, IntStream.range(0, 100).filter(n -> mix.of(n) == Operation.CHANNEL).count());
    assertEquals(10, IntStream.range(0, 100).filter(n -> mix.of(n) == Operation.DIRECT).count());
    assertTrue(mix.has(Operation.CHANNEL));
    assertFalse(mix.has(Operation.LARGE));
  }

  @Test
  void operationsAreSpreadAndNotInBlocks() {
    Mix mix = Mix.parse("relay=1,large=1");
    for (int n = 0; n < 10; n++) {
      assertFalse(mix.of(n) == mix.of(n + 1));
    }
  }

  @Test
  void aMixIsWrittenAsItIsRead() {
    assertEquals("relay=90,large=2", Mix.parse("relay=90, large=2").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "relay",
        "relay=",
        "relay=x",
        "reading=1",
        "relay=1,relay=2",
        "relay=0",
        "relay=1001"
      })
  void refusesWhatIsNoMix(String text) {
    assertThrows(IllegalArgumentException.class, () -> Mix.parse(text));
  }
}
