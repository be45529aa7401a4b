package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-11: structs with named fields, tuples, units")
class CG11StructsTest {
  @Test
  void areRecords() {
    Compiled.run(
        Idls.types(
            Idls.struct("Named", "{'name':'first_field','type':'u8'}")
                + ",{'name':'Pair','type':{'kind':'struct','fields':['u8',{'defined':{'name':'Nothing'}}]}}"
                + ",{'name':'Nothing','type':{'kind':'struct'}}"),
        """
        assertEquals(3, new Named(3).firstField());
        Pair pair = new Pair(4, new Nothing());
        assertEquals("04", hex(pair.toBytes()));
        assertEquals(pair, Pair.read(new ByteReader(pair.toBytes())));
        assertEquals(4, pair.field0());
        assertEquals(0, Nothing.SIZE);
        """);
  }
}
