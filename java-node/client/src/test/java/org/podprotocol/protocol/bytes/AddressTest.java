package org.podprotocol.protocol.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  @Test
  void knownAddressesReadAndWrite() throws Exception {
    assertEquals("11111111111111111111111111111111", Address.ZERO.toString());
    assertTrue(Address.parse("11111111111111111111111111111111").isZero());
    String token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    assertEquals(token, Address.parse(token).toString());
    assertEquals(
        "06ddf6e1d765a193d9cbe146ceeb79ac1cb485ed5f5b37913a8cf5857eff00a9",
        Hex.encode(Address.parse(token).toBytes()));
  }

  @Test
  void everyAddressHasTheTextThatPlainDivisionGives() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      for (int zeros = i % 33; zeros > 0; zeros--) {
        bytes[zeros - 1] = 0;
      }
      Address address = Address.of(bytes);
      assertEquals(byDivision(bytes), address.toString());
      assertEquals(address, Address.parse(address.toString()));
    }
  }

  private static String byDivision(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger number = new BigInteger(1, bytes);
    while (number.signum() > 0) {
      BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(58));
      text.append(ALPHABET.charAt(parts[1].intValue()));
      number = parts[0];
    }
    for (int i = 0; i < 32 && bytes[i] == 0; i++) {
      text.append('1');
    }
    return text.reverse().toString();
  }

  @Test
  void textOfAnotherLengthOrAlphabetIsRefused() {
    for (String text :
        new String[] {
          "",
          "1111111111111111111111111111111",
          "111111111111111111111111111111111",
          "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5D0",
          "1TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
          "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
          "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5Dé",
        }) {
      assertThrows(ProtocolException.class, () -> Address.parse(text), text);
    }
  }

  @Test
  void anAddressIsNoHashOfTheSameBytes() {
    assertNotEquals(Address.ZERO, (Object) Hash.ZERO);
  }

  @Test
  void upperCaseHexIsRefused() {
    assertThrows(ProtocolException.class, () -> Hash.parse("AB".repeat(32)));
    assertThrows(ProtocolException.class, () -> Hash.parse("ab".repeat(31)));
  }
}
