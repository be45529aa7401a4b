package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;
import org.podprotocol.anchor.codegen.generate.Generator;
import org.podprotocol.anchor.codegen.generate.GeneratorOptions;
import org.podprotocol.anchor.codegen.idl.Amendments;
import org.podprotocol.anchor.codegen.idl.IdlParser;

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

  @Test
  void aClassCanBeGivenForWhatIsCustomOrNotThere() {
    String idl =
        Idls.types(
            "{'name':'Money','serialization':{'custom':'mine'},'type':{'kind':'struct','fields':[]}},"
                + Idls.struct(
                    "Purse",
                    "{'name':'owner','type':'u8'},{'name':'all','type':{'vec':{'defined':{'name':'Money'}}}},{'name':'last','type':{'defined':{'name':'Other'}}}"));
    Map<String, String> sources =
        new TreeMap<>(
            Generator.generate(
                IdlParser.parse(
                    idl.getBytes(StandardCharsets.UTF_8),
                    new Amendments(
                        Optional.empty(),
                        Map.of(),
                        Map.of("Money", "mine.Money", "Other", "mine.Money"),
                        Map.of())),
                GeneratorOptions.forPackage("test")));
    sources.put(
        "mine/Money.java",
        """
        package mine;
        public record Money(int cents) {
          public static Money read(test.runtime.ByteReader in) { return new Money(in.u8() << 8 | in.u8()); }
          public void write(test.runtime.ByteWriter out) { out.u8(cents >> 8); out.u8(cents & 0xff); }
        }
        """);
    Compiled.run(
        sources,
        """
        Purse purse = new Purse(1, List.of(new Money(258)), new Money(3));
        assertEquals("01" + "01000000" + "0102" + "0003", hex(purse.toBytes()));
        assertEquals(purse, Purse.read(new ByteReader(purse.toBytes())));
        """);
  }

  @Test
  void aClassForWhatTheIdlLaysOutIsRefused() {
    assertEquals(
        "the IDL itself says how A is laid out; it needs no class",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    IdlParser.parse(
                        Idls.types(Idls.struct("A", "")).getBytes(StandardCharsets.UTF_8),
                        new Amendments(
                            Optional.empty(), Map.of(), Map.of("A", "mine.A"), Map.of())))
            .getMessage());
  }
}
