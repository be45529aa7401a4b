package org.podprotocol.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.bytes.Address;

class SignatureRuleTest {
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);
  private static final BigInteger SECRET =
      new BigInteger("1234567890123456789012345678901234567890");

  private static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
    VerificationKey key = VerificationKey.of(Address.of(publicKey));
    return key != null && key.verifies(message, signature);
  }

  /** A signature with nonce point R = rB + torsion, for A = secret*B + torsionOfA. */
  private static byte[] signature(byte[] a, Curve.Point r, BigInteger rScalar, BigInteger s)
      throws Exception {
    byte[] rBytes = r.encoded();
    BigInteger k = Curve.challenge(rBytes, a, MESSAGE);
    byte[] signature = Arrays.copyOf(rBytes, 64);
    System.arraycopy(Curve.encode(rScalar.add(k.multiply(s)).mod(Curve.L)), 0, signature, 32, 32);
    return signature;
  }

  @Test
  void signaturesAreThoseOfRfc8032() {
    HexFormat hex = HexFormat.of();
    SigningKey key =
        SigningKey.ofSeed(
            hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertEquals(
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        hex.formatHex(key.address().toBytes()));
    byte[] signature = key.sign(new byte[] {0x72});
    assertEquals(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        hex.formatHex(signature));
    VerificationKey verification = VerificationKey.of(key.address());
    assertNotNull(verification);
    assertTrue(verification.verifies(new byte[] {0x72}, signature));
    assertFalse(verification.verifies(new byte[] {0x73}, signature));
    assertFalse(verification.verifies(new byte[] {0x72}, Arrays.copyOf(signature, 63)));
  }

  @Test
  void aNoncePointWithATorsionComponentIsAcceptedSinceTheEquationIsCofactored() throws Exception {
    byte[] a = Curve.BASE.times(SECRET).encoded();
    BigInteger r = BigInteger.valueOf(987654321);
    for (Curve.Point torsion : Curve.torsion()) {
      byte[] signature = signature(a, Curve.BASE.times(r).plus(torsion), r, SECRET);
      assertTrue(Curve.valid(a, MESSAGE, signature));
      assertTrue(verifies(a, MESSAGE, signature));
    }
  }

  @Test
  void aSmallOrderNoncePointIsAcceptedIfItsEncodingIsCanonical() throws Exception {
    byte[] a = Curve.BASE.times(SECRET).encoded();
    for (Curve.Point torsion : Curve.torsion()) {
      byte[] signature = signature(a, torsion, BigInteger.ZERO, SECRET);
      assertTrue(Curve.valid(a, MESSAGE, signature));
      assertTrue(verifies(a, MESSAGE, signature));
    }
  }

  @Test
  void aKeyWithATorsionComponentIsNoKey() throws Exception {
    BigInteger r = BigInteger.valueOf(987654321);
    List<Curve.Point> torsions = Curve.torsion();
    for (int i = 1; i < 8; i++) {
      byte[] mixed = Curve.BASE.times(SECRET).plus(torsions.get(i)).encoded();
      byte[] signature = signature(mixed, Curve.BASE.times(r), r, SECRET);
      assertFalse(Curve.valid(mixed, MESSAGE, signature));
      assertNull(VerificationKey.of(Address.of(mixed)));
    }
    for (Curve.Point small : torsions) {
      assertNull(VerificationKey.of(Address.of(small.encoded())));
    }
  }

  @Test
  void nonCanonicalEncodingsAreRefused() throws Exception {
    byte[] a = Curve.BASE.times(SECRET).encoded();
    for (int above = 0; above < 19; above++) {
      for (int sign = 0; sign < 2; sign++) {
        byte[] y = Curve.encode(Curve.P.add(BigInteger.valueOf(above)));
        y[31] |= (byte) (sign << 7);
        assertNull(VerificationKey.of(Address.of(y)), "A = p + " + above);
        assertRefusedAsR(a, y);
      }
    }
    // Negative zero: x = 0 with the sign bit set.
    for (BigInteger y : List.of(BigInteger.ONE, Curve.P.subtract(BigInteger.ONE))) {
      byte[] negativeZero = Curve.encode(y);
      negativeZero[31] |= (byte) 0x80;
      assertNull(VerificationKey.of(Address.of(negativeZero)));
      assertRefusedAsR(a, negativeZero);
    }
  }

  /** R of small order, so that S = k*secret meets the equation if R's encoding is let through. */
  private static void assertRefusedAsR(byte[] a, byte[] r) throws Exception {
    byte[] signature = Arrays.copyOf(r, 64);
    BigInteger k = Curve.challenge(r, a, MESSAGE);
    System.arraycopy(Curve.encode(k.multiply(SECRET).mod(Curve.L)), 0, signature, 32, 32);
    assertFalse(verifies(a, MESSAGE, signature));
  }

  @Test
  void aScalarThatIsNotReducedIsRefused() throws Exception {
    byte[] a = Curve.BASE.times(SECRET).encoded();
    BigInteger r = BigInteger.valueOf(55);
    byte[] signature = signature(a, Curve.BASE.times(r), r, SECRET);
    assertTrue(verifies(a, MESSAGE, signature));
    BigInteger s = Curve.number(Arrays.copyOfRange(signature, 32, 64));
    for (int times = 1; times <= 8; times++) {
      byte[] more = signature.clone();
      BigInteger shifted = s.add(Curve.L.multiply(BigInteger.valueOf(times)));
      System.arraycopy(Curve.encode(shifted), 0, more, 32, 32);
      assertFalse(verifies(a, MESSAGE, more));
    }
  }

  @Test
  void changedSignaturesAreJudgedAsByTheRulesDefinition() throws Exception {
    Random random = new Random(7);
    SigningKey key = SigningKey.ofSeed(new byte[32]);
    byte[] publicKey = key.address().toBytes();
    byte[] signature = key.sign(MESSAGE);
    assertTrue(Curve.valid(publicKey, MESSAGE, signature));
    for (int i = 0; i < 60; i++) {
      byte[] changed = signature.clone();
      byte[] changedKey = publicKey.clone();
      int bit = random.nextInt(768);
      if (bit < 512) {
        changed[bit / 8] ^= (byte) (1 << bit % 8);
      } else {
        changedKey[bit / 8 - 64] ^= (byte) (1 << bit % 8);
      }
      assertEquals(
          Curve.valid(changedKey, MESSAGE, changed), verifies(changedKey, MESSAGE, changed));
    }
  }

  @Test
  void aKeyPairIsReadBackAndOneWithAnotherPublicHalfIsRefused() {
    SigningKey key = SigningKey.generate(new SecureRandom());
    byte[] pair = key.toKeypair();
    assertArrayEquals(key.sign(MESSAGE), SigningKey.ofKeypair(pair).sign(MESSAGE));
    pair[40] ^= 1;
    assertThrows(IllegalArgumentException.class, () -> SigningKey.ofKeypair(pair));
  }

  @Test
  void aClosedKeySignsNothing() {
    SigningKey key = SigningKey.generate(new SecureRandom());
    key.close();
    assertThrows(IllegalStateException.class, () -> key.sign(MESSAGE));
  }
}
