package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-5: vec, nested vec")
class CG05VecTest {
  private static final String IDL =
      Idls.types(
          Idls.struct(
              "V",
              "{'name':'a','type':{'vec':'u16'}},{'name':'b','type':{'vec':{'vec':'pubkey'}}},"
                  + "{'name':'c','type':{'vec':'string'}}"));

  @Test
  void isALengthAndElements() {
    Compiled.run(
        IDL,
        """
        V v = new V(new int[] {1, 65535}, List.of(List.of(), List.of(key(1))), List.of("x"));
        assertEquals(
            "020000000100ffff" + "02000000" + "00000000" + "01000000" + "00".repeat(31) + "01"
                + "01000000" + "0100000078",
            hex(v.toBytes()));
        assertEquals(v, V.read(new ByteReader(v.toBytes())));
        """);
  }

  @Test
  void aLengthIsComparedWithTheBytesLeftBeforeAnythingIsAllocated() {
    Compiled.run(
        IDL,
        """
        assertThrows(DecodingException.class, () -> V.read(new ByteReader(hex("ffffff7f 0000"))));
        assertThrows(DecodingException.class,
            () -> V.read(new ByteReader(hex("00000000 ffffffff 00000000"))));
        """);
  }

  @Test
  void elementsThatTakeNoBytesAreCountedOverTheWholeValue() {
    Compiled.run(
        Idls.types(
            Idls.struct("E", "")
                + ","
                + Idls.struct("V", "{'name':'a','type':{'vec':{'vec':{'defined':{'name':'E'}}}}}")),
        """
        assertEquals(65536, V.read(new ByteReader(hex("01000000 00000100"))).a().get(0).size());
        assertThrows(DecodingException.class,
            () -> V.read(new ByteReader(hex("02000000 00000100 01000000"))));
        """);
  }

  @Test
  void listsAreCopiedSoThatARecordDoesNotChange() {
    Compiled.run(
        IDL,
        """
        List<String> names = new ArrayList<>(List.of("x"));
        V v = new V(new int[0], List.of(), names);
        names.add("y");
        assertEquals(List.of("x"), v.c());
        """);
  }
}
