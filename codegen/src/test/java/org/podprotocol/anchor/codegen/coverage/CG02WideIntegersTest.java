package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-2: u256 and i256")
class CG02WideIntegersTest {
  @Test
  void areBigIntegersOfThirtyTwoBytes() {
    Compiled.run(
        Idls.types(Idls.struct("Wide", "{'name':'a','type':'u256'},{'name':'b','type':'i256'}")),
        """
        Wide wide = new Wide(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), BigInteger.valueOf(-2));
        assertEquals("ff".repeat(32) + "fe" + "ff".repeat(31), hex(wide.toBytes()));
        assertEquals(wide, Wide.read(new ByteReader(wide.toBytes())));
        assertEquals(wide.b(), new WideView().wrap(wide.toBytes(), 0).b());
        assertThrows(IllegalArgumentException.class,
            () -> new Wide(BigInteger.ONE.shiftLeft(256), BigInteger.ZERO).toBytes());
        assertThrows(IllegalArgumentException.class,
            () -> new Wide(BigInteger.ZERO, BigInteger.ONE.shiftLeft(255)).toBytes());
        """);
  }
}
