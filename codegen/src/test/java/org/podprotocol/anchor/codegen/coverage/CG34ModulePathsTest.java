package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-34: names with module paths")
class CG34ModulePathsTest {
  @Test
  void typesOfOneNameInTwoModulesAreTwoTypes() {
    Compiled.run(
        Idls.types(
            Idls.struct("demo::first::Thing", "{'name':'n','type':'u8'}")
                + ","
                + Idls.struct("demo::second::Thing", "{'name':'n','type':'u16'}")
                + ","
                + Idls.struct(
                    "Holder", "{'name':'t','type':{'defined':{'name':'demo::second::Thing'}}}")),
        """
        assertEquals(1, Thing.SIZE);
        assertEquals(2, DemoSecondThing.SIZE);
        assertEquals("0500", hex(new Holder(new DemoSecondThing(5)).toBytes()));
        """);
  }
}
