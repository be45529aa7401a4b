package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-9: type parameters")
class CG09TypeGenericsTest {
  @Test
  void eachArgumentMakesATypeOfItsOwn() {
    Compiled.run(
        Idls.types(
            "{'name':'Pair','generics':[{'kind':'type','name':'A'},{'kind':'type','name':'B'}],'type':{'kind':'struct','fields':["
                + "{'name':'left','type':{'generic':'A'}},{'name':'right','type':{'option':{'generic':'B'}}}]}},"
                + Idls.struct(
                    "Holder",
                    "{'name':'p','type':{'defined':{'name':'Pair','generics':[{'kind':'type','type':'u8'},"
                        + "{'kind':'type','type':{'defined':{'name':'Pair','generics':[{'kind':'type','type':'bool'},{'kind':'type','type':'string'}]}}}]}}}")),
        """
        PairBoolString inner = new PairBoolString(true, Optional.of("x"));
        Holder holder = new Holder(new PairU8PairBoolString(7, Optional.of(inner)));
        assertEquals("07" + "01" + "01" + "01" + "0100000078", hex(holder.toBytes()));
        assertEquals(holder, Holder.read(new ByteReader(holder.toBytes())));
        """);
  }

  @Test
  void aTypeThatGrowsWithoutEndIsRefused() {
    assertTrue(
        Idls.refusal(
                Idls.types(
                    "{'name':'Grow','generics':[{'kind':'type','name':'A'}],'type':{'kind':'struct','fields':["
                        + "{'name':'a','type':{'vec':{'defined':{'name':'Grow','generics':[{'kind':'type','type':{'option':{'generic':'A'}}}]}}}}]}},"
                        + Idls.struct(
                            "S",
                            "{'name':'g','type':{'defined':{'name':'Grow','generics':[{'kind':'type','type':'u8'}]}}}")))
            .contains("nests types deeper than"));
  }
}
