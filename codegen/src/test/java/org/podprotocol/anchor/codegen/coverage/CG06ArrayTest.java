package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-6: arrays, also of several dimensions")
class CG06ArrayTest {
  private static final String IDL =
      Idls.types(
          Idls.struct(
              "A",
              "{'name':'a','type':{'array':['u8',4]}},{'name':'b','type':{'array':[{'array':['u16',2]},2]}},"
                  + "{'name':'c','type':{'array':['pubkey',1]}}"));

  @Test
  void areElementsWithoutALength() {
    Compiled.run(
        IDL,
        """
        A a = new A(new byte[] {1, 2, 3, 4}, List.of(new int[] {1, 2}, new int[] {3, 4}), List.of(key(5)));
        assertEquals("01020304" + "0100020003000400" + "00".repeat(31) + "05", hex(a.toBytes()));
        A back = A.read(new ByteReader(a.toBytes()));
        assertEquals(a, back);
        assertEquals(a.hashCode(), back.hashCode());
        assertEquals(44, A.SIZE);
        AView view = new AView().wrap(a.toBytes(), 0);
        assertEquals(3, view.a(2));
        assertArrayEquals(new int[] {3, 4}, view.b(1));
        assertEquals(key(5), view.c(0));
        assertThrows(IndexOutOfBoundsException.class, () -> view.a(4));
        """);
  }

  @Test
  void aWrongLengthIsRefused() {
    Compiled.run(
        IDL,
        """
        assertThrows(IllegalArgumentException.class,
            () -> new A(new byte[3], List.of(new int[2], new int[2]), List.of(key(5))).toBytes());
        assertThrows(IllegalArgumentException.class,
            () -> new A(new byte[4], List.of(new int[2]), List.of(key(5))).toBytes());
        assertThrows(IllegalArgumentException.class,
            () -> new A(new byte[4], List.of(new int[2], new int[1]), List.of(key(5))).toBytes());
        """);
  }
}
