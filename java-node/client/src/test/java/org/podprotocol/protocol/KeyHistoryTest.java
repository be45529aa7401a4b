package org.podprotocol.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.protocol.Samples.address;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.KeyHistory.Period;
import org.podprotocol.protocol.bytes.Hash;

class KeyHistoryTest {
  private static final KeyHistory HISTORY =
      new KeyHistory(
          List.of(
              new Period(address(1), 10), new Period(address(2), 20), new Period(address(3), 30)));

  @Test
  void chainsAreTheSharedOnes() throws Exception {
    JsonNode file = Vectors.read("key-chains.json");
    assertEquals(Hash.ZERO, Vectors.hash(file, "empty"));
    Hash chain = Hash.ZERO;
    List<Period> periods = new ArrayList<>();
    long since = 0;
    for (JsonNode step : Vectors.cases(file.required("steps"))) {
      periods.add(new Period(Vectors.address(step, "key"), since));
      assertEquals(chain, new KeyHistory(periods).chain());
      since = Long.parseUnsignedLong(Vectors.text(step, "untilSlot"));
      chain = KeyHistory.extend(chain, Vectors.address(step, "key"), since);
      assertEquals(Vectors.hash(step, "chain"), chain);
    }
    periods.add(new Period(address(7), since));
    assertEquals(chain, new KeyHistory(periods).chain());
  }

  @Test
  void aHistoryIsProvenByChainKeyAndSlotTogether() {
    assertTrue(HISTORY.isOf(HISTORY.chain(), address(3), 30));
    assertFalse(HISTORY.isOf(Hash.ZERO, address(3), 30));
    assertFalse(HISTORY.isOf(HISTORY.chain(), address(4), 30));
    assertFalse(HISTORY.isOf(HISTORY.chain(), address(3), 31));
    KeyHistory other =
        new KeyHistory(
            List.of(
                new Period(address(1), 10),
                new Period(address(2), 21),
                new Period(address(3), 30)));
    assertFalse(other.isOf(HISTORY.chain(), address(3), 30));
  }

  @Test
  void aKeyWasCurrentFromItsSlotToThatOfItsSuccessor() {
    assertFalse(HISTORY.wasCurrent(address(2), 0, 19));
    assertTrue(HISTORY.wasCurrent(address(2), 0, 20));
    assertTrue(HISTORY.wasCurrent(address(2), 25, 40));
    assertTrue(HISTORY.wasCurrent(address(2), 30, 40), "the slot of the change belongs to both");
    assertFalse(HISTORY.wasCurrent(address(2), 31, 40));
    assertTrue(HISTORY.wasCurrent(address(3), 1000, 2000));
    assertFalse(HISTORY.wasCurrent(address(9), 0, 2000));
  }

  @Test
  void periodsOutOfOrderAreNoHistory() {
    assertThrows(IllegalArgumentException.class, () -> new KeyHistory(List.of()));
    List<Period> periods = List.of(new Period(address(1), 10), new Period(address(2), 9));
    assertThrows(IllegalArgumentException.class, () -> new KeyHistory(periods));
  }
}
