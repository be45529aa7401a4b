package org.podprotocol.anchor.codegen.coverage;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.Compiled;
import org.podprotocol.anchor.codegen.Idls;

@DisplayName("CG-1: bool, integers to 128 bits, floats, string, bytes, pubkey")
class CG01PrimitivesTest {
  private static final String ALL =
      Idls.types(
          Idls.struct(
              "All",
              "{'name':'a','type':'bool'},{'name':'b','type':'u8'},{'name':'c','type':'i8'},"
                  + "{'name':'d','type':'u16'},{'name':'e','type':'i16'},{'name':'f','type':'u32'},"
                  + "{'name':'g','type':'i32'},{'name':'h','type':'u64'},{'name':'i','type':'i64'},"
                  + "{'name':'j','type':'u128'},{'name':'k','type':'i128'},{'name':'l','type':'f32'},"
                  + "{'name':'m','type':'f64'},{'name':'n','type':'string'},"
                  + "{'name':'o','type':'bytes'},{'name':'p','type':'pubkey'}"));

  @Test
  void eachIsWrittenLittleEndianAndReadBack() {
    Compiled.run(
        ALL,
        """
        All all = new All(true, 255, (byte) -1, 65535, (short) -2, 4294967295L, -3, -1L, -4L,
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE), BigInteger.valueOf(-5), 1.5f,
            -2.5, "h\u00e9", new byte[] {7, 8}, key(9));
        assertEquals(
            "01" + "ff" + "ff" + "ffff" + "feff" + "ffffffff" + "fdffffff" + "ffffffffffffffff"
                + "fcffffffffffffff" + "ff".repeat(16) + "fb" + "ff".repeat(15) + "0000c03f"
                + "00000000000004c0" + "0300000068c3a9" + "020000000708" + "00".repeat(31) + "09",
            hex(all.toBytes()));
        ByteReader in = new ByteReader(all.toBytes());
        assertEquals(all, All.read(in));
        in.expectEnd();
        """);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Compiled.run(
        Idls.types(Idls.struct("Small", "{'name':'b','type':'u8'},{'name':'f','type':'u32'}")),
        """
        assertThrows(IllegalArgumentException.class, () -> new Small(256, 0).toBytes());
        assertThrows(IllegalArgumentException.class, () -> new Small(-1, 0).toBytes());
        assertThrows(IllegalArgumentException.class, () -> new Small(0, 1L << 32).toBytes());
        """);
  }

  @Test
  void u64CanBeBigInteger() {
    Compiled.run(
        Idls.types(
            Idls.struct("Big", "{'name':'n','type':'u64'},{'name':'v','type':{'vec':'u64'}}")),
        new org.podprotocol.anchor.codegen.generate.GeneratorOptions(
            "test",
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            org.podprotocol.anchor.codegen.generate.GeneratorOptions.U64.BIG_INTEGER),
        """
        BigInteger max = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        Big big = new Big(max, List.of(BigInteger.TWO));
        assertEquals("ffffffffffffffff" + "01000000" + "0200000000000000", hex(big.toBytes()));
        assertEquals(big, Big.read(new ByteReader(big.toBytes())));
        assertThrows(
            IllegalArgumentException.class,
            () -> new Big(max.add(BigInteger.ONE), List.of()).toBytes());
        """);
  }

  @Test
  void malformedTextAndBoolsAreRefused() {
    Compiled.run(
        Idls.types(Idls.struct("Text", "{'name':'s','type':'string'},{'name':'b','type':'bool'}")),
        """
        assertThrows(DecodingException.class, () -> Text.read(new ByteReader(hex("01000000 ff 01"))));
        assertThrows(DecodingException.class, () -> Text.read(new ByteReader(hex("01000000 61 02"))));
        assertThrows(IllegalArgumentException.class, () -> new Text("\\ud800", true).toBytes());
        """);
  }
}
