package org.podprotocol.anchor.codegen.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;

class ProgramAddressTest {
  private static final BigInteger P =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** The same rule by BigInteger: y^2 - 1 over d y^2 + 1 is a square. */
  private static boolean isEncoding(byte[] encoded) {
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[31 - i] = encoded[i];
    }
    bigEndian[0] &= 0x7f;
    BigInteger y2 = new BigInteger(1, bigEndian).modPow(BigInteger.TWO, P);
    BigInteger uv = y2.subtract(BigInteger.ONE).multiply(D.multiply(y2).add(BigInteger.ONE)).mod(P);
    return uv.signum() == 0 || uv.modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
  }

  @Test
  void pointsAreToldFromOtherBytesAsByBigInteger() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      assertEquals(isEncoding(bytes), CurvePoint.isEncoding(bytes), Arrays.toString(bytes));
    }
  }

  @Test
  void soAreTheEdgesOfTheField() {
    for (int low = 0; low < 256; low++) {
      for (int fill : new int[] {0x00, 0xff, 0x7f}) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        bytes[0] = (byte) low;
        assertEquals(isEncoding(bytes), CurvePoint.isEncoding(bytes), low + " " + fill);
        bytes[31] = 0x7f;
        assertEquals(isEncoding(bytes), CurvePoint.isEncoding(bytes), low + " " + fill);
      }
    }
    byte[] basePoint = new byte[32];
    Arrays.fill(basePoint, (byte) 0x66);
    basePoint[0] = 0x58;
    assertTrue(CurvePoint.isEncoding(basePoint));
    byte[] two = new byte[32];
    two[0] = 2;
    assertFalse(CurvePoint.isEncoding(two));
  }

  @Test
  void addressesAreThoseOfSolanaj() {
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      byte[] seed = new byte[random.nextInt(33)];
      byte[] key = new byte[32];
      random.nextBytes(seed);
      random.nextBytes(key);
      PublicKey program = new PublicKey(key);
      PublicKey.ProgramDerivedAddress expected =
          PublicKey.findProgramAddress(List.of(seed, new byte[] {1}), program);
      ProgramAddress found = ProgramAddress.find(program, seed, new byte[] {1});
      assertEquals(expected.getAddress(), found.address());
      assertEquals(expected.getNonce(), found.bump());
    }
  }

  @Test
  void tooManySeedsAndTooLongOnesAreRefused() {
    PublicKey program = new PublicKey(new byte[32]);
    assertThrows(
        IllegalArgumentException.class, () -> ProgramAddress.find(program, new byte[16][0]));
    assertThrows(IllegalArgumentException.class, () -> ProgramAddress.find(program, new byte[33]));
  }
}
