package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-10: const parameters as arguments")
class CG10ConstGenericArgumentsTest {
  @Test
  void arePassedOnAsTypesToo() {
    Compiled.run(
        Idls.types(
            "{'name':'Inner','generics':[{'kind':'const','name':'N','type':'usize'}],'type':{'kind':'struct','fields':["
                + "{'name':'b','type':{'array':['u8',{'generic':'N'}]}}]}},"
                + "{'name':'Outer','generics':[{'kind':'const','name':'M','type':'usize'}],'type':{'kind':'struct','fields':["
                + "{'name':'i','type':{'defined':{'name':'Inner','generics':[{'kind':'type','type':{'generic':'M'}}]}}}]}},"
                + Idls.struct(
                    "S",
                    "{'name':'o','type':{'defined':{'name':'Outer','generics':[{'kind':'const','value':'5'}]}}}")),
        """
        assertEquals(5, S.SIZE);
        assertEquals(5, new S(new Outer5(new Inner5(new byte[5]))).toBytes().length);
        """);
  }

  @Test
  void aTypeInTheirPlaceIsRefused() {
    assertEquals(
        "$.types[1].type.fields[0].type.defined.generics[0]: must be a constant",
        Idls.refusal(
            Idls.types(
                "{'name':'Inner','generics':[{'kind':'const','name':'N','type':'usize'}],'type':{'kind':'struct','fields':["
                    + "{'name':'b','type':{'array':['u8',{'generic':'N'}]}}]}},"
                    + Idls.struct(
                        "S",
                        "{'name':'o','type':{'defined':{'name':'Inner','generics':[{'kind':'type','type':'u8'}]}}}"))));
  }
}
