package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-31: what an instruction returns")
class CG31ReturnsTest {
  @Test
  void isDecoded() {
    Compiled.run(
        Idls.spec(
            "'instructions':[{'name':'ask','discriminator':[1],'accounts':[],'args':[],'returns':{'vec':'u64'}}]"),
        """
        assertArrayEquals(new long[] {7}, Ask.decodeReturn(hex("01000000 0700000000000000")));
        assertThrows(DecodingException.class, () -> Ask.decodeReturn(hex("01000000 07")));
        """);
  }
}
