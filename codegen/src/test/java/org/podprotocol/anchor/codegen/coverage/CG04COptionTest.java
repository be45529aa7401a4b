package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-4: coption, four bytes of tag and fixed width")
class CG04COptionTest {
  @Test
  void hasTheSameSizeWithAndWithoutAValue() {
    Compiled.run(
        Idls.types(
            Idls.struct("C", "{'name':'a','type':{'coption':'u64'}},{'name':'b','type':'u8'}")),
        """
        assertEquals(13, C.SIZE);
        assertEquals(12, C.B_OFFSET);
        C some = new C(Optional.of(1L), 2);
        C none = new C(Optional.empty(), 2);
        assertEquals("01000000 0100000000000000 02".replace(" ", ""), hex(some.toBytes()));
        assertEquals("00000000 0000000000000000 02".replace(" ", ""), hex(none.toBytes()));
        assertEquals(none, C.read(new ByteReader(none.toBytes())));
        assertEquals(2, new CView().wrap(some.toBytes(), 0).b());
        assertEquals(Optional.of(1L), new CView().wrap(some.toBytes(), 0).a());
        assertThrows(DecodingException.class,
            () -> C.read(new ByteReader(hex("02000000 0000000000000000 02"))));
        """);
  }
}
