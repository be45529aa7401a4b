package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-3: option")
class CG03OptionTest {
  @Test
  void aByteSaysWhetherAValueFollows() {
    Compiled.run(
        Idls.types(
            Idls.struct(
                "Maybe",
                "{'name':'a','type':{'option':'u16'}},{'name':'b','type':{'option':{'option':'bool'}}}")),
        """
        Maybe some = new Maybe(Optional.of(513), Optional.of(Optional.empty()));
        assertEquals("01 0102 01 00".replace(" ", ""), hex(some.toBytes()));
        assertEquals(some, Maybe.read(new ByteReader(some.toBytes())));
        assertEquals("0000", hex(new Maybe(Optional.empty(), Optional.empty()).toBytes()));
        assertThrows(DecodingException.class, () -> Maybe.read(new ByteReader(hex("0200"))));
        """);
  }

  @Test
  void noOffsetIsGivenBehindAnOption() {
    String source =
        Compiled.of(
                Idls.types(
                    Idls.struct(
                        "Maybe", "{'name':'a','type':{'option':'u16'}},{'name':'b','type':'u8'}")))
            .sources()
            .get("test/types/Maybe.java");
    assertTrue(source.contains("A_OFFSET"));
    assertTrue(!source.contains("B_OFFSET"));
  }

  @Test
  void aFilterMatchesThePresenceByteAsWell() {
    Compiled.run(
        Idls.spec(
            "'accounts':[{'name':'Box','discriminator':[7]}],'types':["
                + Idls.struct("Box", "{'name':'owner','type':{'option':'u8'}}")
                + "]"),
        """
        MemcmpFilter five = Box.filterByOwner(Optional.of(5));
        assertEquals(1, five.offset());
        assertEquals("0105", hex(five.bytes()));
        assertTrue(five.matches(new Box(Optional.of(5)).toAccountData()));
        assertFalse(five.matches(hex("07 00 05")));
        assertEquals("00", hex(Box.filterByOwner(Optional.empty()).bytes()));
        """);
  }
}
