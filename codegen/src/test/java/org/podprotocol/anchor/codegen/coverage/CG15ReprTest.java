package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-15: repr rust, c, transparent, packed, align")
class CG15ReprTest {
  @Test
  void packedHasNoPadding() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'rust','packed':true},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"),
        "assertEquals(7, M.SIZE); assertEquals(5, M.C_OFFSET);");
  }

  @Test
  void alignRoundsTheSizeUp() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'c','align':16},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"),
        "assertEquals(16, M.SIZE); assertEquals(16, new M(1, 2, 3).toBytes().length);");
  }

  @Test
  void transparentIsItsOnlyField() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'transparent'},'type':{'kind':'struct','fields':[{'name':'a','type':'u64'}]}}"),
        "assertEquals(8, M.SIZE);");
  }

  @Test
  void anEnumInMemoryIsAsWideAsItsReprSays() {
    Compiled.run(
        Idls.types(
            "{'name':'E','serialization':'bytemuckunsafe','repr':{'kind':'c'},'type':{'kind':'enum','variants':[{'name':'A'},{'name':'B'}]}},{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'e','type':{'defined':{'name':'E'}}}]}}"),
        """
        assertEquals(8, M.SIZE);
        assertEquals("01000000" + "01000000", hex(new M(1, E.B).toBytes()));
        assertEquals(E.B, new MView().wrap(new M(1, E.B).toBytes(), 0).e());
        """);
  }

  @Test
  void paddingThatNoReprPlacesIsRefused() {
    assertTrue(
        Idls.refusal(
                Idls.types(
                    "{'name':'M','serialization':'bytemuckunsafe','type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"))
            .endsWith("has padding, but no repr that says where: M"));
  }
}
