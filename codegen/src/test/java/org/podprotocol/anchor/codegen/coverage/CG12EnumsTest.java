package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-12: enums with units, tuples, named fields")
class CG12EnumsTest {
  private static final String IDL =
      Idls.types(
          "{'name':'Kind','type':{'kind':'enum','variants':[{'name':'Plain'},{'name':'Pair','fields':['u8','u16']},"
              + "{'name':'Named','fields':[{'name':'x','type':'string'}]},{'name':'Kind'}]}},"
              + "{'name':'Color','type':{'kind':'enum','variants':[{'name':'Red'},{'name':'DarkBlue'}]}}");

  @Test
  void withFieldsAreSealedInterfaces() {
    Compiled.run(
        IDL,
        """
        assertTrue(Kind.class.isSealed());
        for (Kind kind : List.of(new Kind.Plain(), new Kind.Pair(1, 2), new Kind.Named("a"), new Kind.Kind2())) {
          assertEquals(kind, Kind.read(new ByteReader(kind.toBytes())));
        }
        assertEquals("01010200", hex(new Kind.Pair(1, 2).toBytes()));
        """);
  }

  @Test
  void withoutFieldsAreJavaEnums() {
    Compiled.run(
        IDL,
        """
        assertEquals(Color.DARK_BLUE, Color.read(new ByteReader(hex("01"))));
        assertEquals(1, Color.SIZE);
        """);
  }

  @Test
  void anUnknownTagIsRefused() {
    Compiled.run(
        IDL,
        """
        assertThrows(DecodingException.class, () -> Color.read(new ByteReader(hex("02"))));
        assertThrows(DecodingException.class, () -> Kind.read(new ByteReader(hex("04"))));
        """);
  }
}
