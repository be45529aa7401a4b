package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-14: borsh, bytemuck, bytemuckunsafe, custom")
class CG14SerializationTest {
  @Test
  void uncheckedMemoryHasThePaddingOfC() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"),
        """
        assertEquals(12, M.SIZE);
        assertEquals(4, M.B_OFFSET);
        assertEquals(8, M.C_OFFSET);
        M m = new M(1, 2, 3);
        assertEquals("01000000" + "02000000" + "03000000", hex(m.toBytes()));
        assertEquals(m, M.read(new ByteReader(m.toBytes())));
        assertEquals(2, new MView().wrap(m.toBytes(), 0).b());
        """);
  }

  @Test
  void checkedMemoryHasNoPadding() {
    // Anchor 2's Pod wrappers are shown as plain integers and have alignment 1.
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuck','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"),
        "assertEquals(7, M.SIZE); assertEquals(1, M.B_OFFSET);");
  }

  @Test
  void aWideIntegerIsAlignedToEightBytes() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u128'}]}}"),
        "assertEquals(24, M.SIZE); assertEquals(8, M.B_OFFSET);");
  }

  @Test
  void aTypeWithoutFixedLayoutCanNotBeMemory() {
    assertEquals(
        "$.types[0].type.fields[0]: can't be part of a bytemuck type: string has no fixed layout",
        Idls.refusal(
            Idls.types(
                "{'name':'M','serialization':'bytemuck','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'string'}]}}")));
  }

  @Test
  void customFailsLoudly() {
    assertEquals(
        "$.types[0].serialization: is custom: the IDL does not say what its bytes mean",
        Idls.refusal(
            Idls.types(
                "{'name':'M','serialization':{'custom':'mine'},'type':{'kind':'struct','fields':[]}}")));
  }

  @Test
  void directBuffersAreReadInPlaceToo() {
    Compiled.run(
        Idls.types(
            "{'name':'M','serialization':'bytemuckunsafe','repr':{'kind':'c'},'type':{'kind':'struct','fields':[{'name':'a','type':'u8'},{'name':'b','type':'u32'},{'name':'c','type':'u16'}]}}"),
        """
        java.nio.ByteBuffer direct = java.nio.ByteBuffer.allocateDirect(20);
        direct.put(3, new M(1, 2, 3).toBytes());
        MView view = new MView().wrap(direct, 3);
        assertEquals(1, view.a());
        assertEquals(2, view.b());
        assertEquals(3, view.c());
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(direct, 9));
        """);
  }
}
