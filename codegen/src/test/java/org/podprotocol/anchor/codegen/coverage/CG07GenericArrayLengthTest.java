package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-7: arrays whose length is a const parameter")
class CG07GenericArrayLengthTest {
  @Test
  void eachLengthMakesATypeOfItsOwn() {
    Compiled.run(
        Idls.types(
            "{'name':'Buf','generics':[{'kind':'type','name':'T'},{'kind':'const','name':'N','type':'usize'}],'type':{'kind':'struct','fields':[{'name':'items','type':{'array':[{'generic':'T'},{'generic':'N'}]}}]}},"
                + Idls.struct(
                    "Use2",
                    "{'name':'a','type':{'defined':{'name':'Buf','generics':[{'kind':'type','type':'u8'},{'kind':'const','value':'3'}]}}},"
                        + "{'name':'b','type':{'defined':{'name':'Buf','generics':[{'kind':'type','type':'u8'},{'kind':'const','value':'1_0'}]}}}")),
        """
        assertEquals(3, BufU83.SIZE);
        assertEquals(10, BufU810.SIZE);
        assertEquals(13, Use2.SIZE);
        Use2 use = new Use2(new BufU83(new byte[3]), new BufU810(new byte[10]));
        assertEquals(use, Use2.read(new ByteReader(use.toBytes())));
        """);
  }

  @Test
  void aLengthThatIsNoNumberIsRefused() {
    assertEquals(
        "$.types[0].type.fields[0].type.array[1]: N is no length of an array: x",
        Idls.refusal(
            Idls.types(
                "{'name':'Buf','generics':[{'kind':'type','name':'T'},{'kind':'const','name':'N','type':'usize'}],'type':{'kind':'struct','fields':[{'name':'items','type':{'array':[{'generic':'T'},{'generic':'N'}]}}]}},"
                    + Idls.struct(
                        "Use2",
                        "{'name':'a','type':{'defined':{'name':'Buf','generics':[{'kind':'type','type':'u8'},{'kind':'const','value':'x'}]}}}"))));
  }
}
