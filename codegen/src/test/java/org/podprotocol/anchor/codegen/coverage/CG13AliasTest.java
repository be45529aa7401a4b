package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-13: aliases")
class CG13AliasTest {
  @Test
  void standForTheirTarget() {
    Compiled.run(
        Idls.types(
            "{'name':'Amount','type':{'kind':'type','alias':'u64'}},"
                + "{'name':'Amounts','type':{'kind':'type','alias':{'vec':{'defined':{'name':'Amount'}}}}},"
                + Idls.struct("S", "{'name':'a','type':{'defined':{'name':'Amounts'}}}")),
        """
        S s = new S(new long[] {5});
        assertEquals("01000000" + "0500000000000000", hex(s.toBytes()));
        """);
  }

  @Test
  void anAliasOfItselfIsRefused() {
    assertEquals(
        "$.types[1].type.alias.defined: is an alias of itself: A",
        Idls.refusal(
            Idls.types(
                "{'name':'A','type':{'kind':'type','alias':{'defined':{'name':'B'}}}},"
                    + "{'name':'B','type':{'kind':'type','alias':{'defined':{'name':'A'}}}}")));
  }
}
