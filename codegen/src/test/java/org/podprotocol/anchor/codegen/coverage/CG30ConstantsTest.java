package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-30: constants")
class CG30ConstantsTest {
  private static String constant(String type, String value) {
    return Idls.spec("'constants':[{'name':'MY_VALUE','type':" + type + ",'value':" + value + "}]");
  }

  private static void holds(String type, String value, String expected) {
    Compiled.run(constant(type, value), "assertEquals(" + expected + ", DemoConstants.MY_VALUE);");
  }

  @Test
  void ofEachTypeAreJavaValues() {
    Compiled.run(
        Idls.spec(
            "'constants':[{'name':'A','type':'u64','value':'1_000'},{'name':'B','type':'bool','value':'true'},"
                + "{'name':'C','type':'i8','value':'-1'},{'name':'D','type':'u128','value':'340282366920938463463374607431768211455'},"
                + "{'name':'E','type':'pubkey','value':'11111111111111111111111111111111'},{'name':'F','type':'f64','value':'1.5'},"
                + "{'name':'G','type':'bytes','value':'[1, 2]'},{'name':'H','type':{'array':['u8',2]},'value':'[3, 255]'},"
                + "{'name':'I','type':{'option':{'option':'bool'}},'value':'Some(Some(false))'},{'name':'J','type':{'option':'u8'},'value':'None'},"
                + "{'name':'K','type':'u64','value':'18446744073709551615'},{'name':'L','type':{'array':['u16',2]},'value':'[1, 2]'}]"),
        """
        assertEquals(1000L, DemoConstants.A);
        assertTrue(DemoConstants.B);
        assertEquals((byte) -1, DemoConstants.C);
        assertEquals(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE), DemoConstants.D);
        assertEquals("11111111111111111111111111111111", DemoConstants.E.toBase58());
        assertEquals(1.5, DemoConstants.F);
        assertArrayEquals(hex("0102"), DemoConstants.G);
        assertArrayEquals(hex("03ff"), DemoConstants.H);
        assertEquals(Optional.of(Optional.of(false)), DemoConstants.I);
        assertEquals(Optional.empty(), DemoConstants.J);
        assertEquals(-1L, DemoConstants.K);
        assertArrayEquals(new int[] {1, 2}, DemoConstants.L);
        """);
  }

  @Test
  void expressionsAreComputed() {
    holds("'u64'".replace('\'', '"'), "\"60 * (24 + 1) as u64\"", "1500L");
    holds("\"u32\"", "\"1 << 4 | 0x0f\"", "31L");
    holds("\"string\"", "\"\\\"a\\\\nb\\\"\"", "\"a\\nb\"");
  }

  @Test
  void structsAndVariantsAreBuilt() {
    Compiled.run(
        Idls.spec(
            "'types':["
                + Idls.struct(
                    "Config",
                    "{'name':'mode','type':{'defined':{'name':'Mode'}}},{'name':'n','type':'u8'}")
                + ",{'name':'Mode','type':{'kind':'enum','variants':[{'name':'Ready'},{'name':'Late'}]}}],"
                + "'constants':[{'name':'CONFIG','type':{'defined':{'name':'Config'}},'value':'Config { n: 4, mode: Mode::Late }'}]"),
        "assertEquals(new Config(Mode.LATE, 4), DemoConstants.CONFIG);");
  }

  @Test
  void aValueThatDoesNotFitIsRefused() {
    assertEquals(
        "$.constants[0].value: is out of the range of u8",
        Idls.refusal(constant("\"u8\"", "\"256\"")));
    assertEquals(
        "$.constants[0].value: is no value that is understood: {}",
        Idls.refusal(constant("\"u8\"", "\"{}\"")));
  }
}
