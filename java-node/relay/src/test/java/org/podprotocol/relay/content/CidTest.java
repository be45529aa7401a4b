package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  /** The raw block of no bytes, as Kubo prints it. */
  private static final String EMPTY = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  @Test
  void theCidOfAnEmptyRawBlockIsTheWellKnownOne() {
    assertEquals(EMPTY, Cid.hash(Cid.RAW, new byte[0]).toString());
  }

  @Test
  void textAndBytesReadBack() {
    Cid cid = Cid.hash(Cid.DAG_PB, new byte[] {1, 2, 3});
    assertEquals(cid, Cid.parse(cid.toString()));
    assertEquals(cid, Cid.ofBytes(cid.toBytes()));
    assertEquals(Cid.DAG_PB, Cid.parse(cid.toString()).codec());
  }

  @Test
  void matchesOnlyItsBlock() {
    Cid cid = Cid.hash(Cid.RAW, new byte[] {1});
    assertTrue(cid.matches(new byte[] {1}));
    assertFalse(cid.matches(new byte[] {2}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk1",
        "BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU",
        "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cid.parse(text));
  }
}
