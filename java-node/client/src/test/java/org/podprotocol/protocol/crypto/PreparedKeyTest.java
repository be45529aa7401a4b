package org.podprotocol.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Vectors;
import org.podprotocol.protocol.bytes.Address;

/** A prepared key's verdict is that of the rule, whatever it is shown. */
class PreparedKeyTest {
  private static final long SEED = 20261125;

  private final Random random = new Random(SEED);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static VerificationKey key(byte[] publicKey) {
    VerificationKey key = VerificationKey.of(Address.of(publicKey));
    assertNotNull(key);
    return key;
  }

  private static boolean recognises(byte[] publicKey, byte[] message, byte[] signature) {
    return new PreparedPoint(Address.of(publicKey))
        .recognises(message, 0, message.length, signature, 0);
  }

  @Test
  void theSharedVectorsHaveTheSameVerdict() throws Exception {
    int judged = 0;
    for (JsonNode vector : Vectors.cases(Vectors.read("signatures.json").required("cases"))) {
      VerificationKey key = VerificationKey.of(Address.of(Vectors.hex(vector, "publicKey")));
      if (key != null) {
        judged++;
        assertEquals(
            vector.required("valid").booleanValue(),
            key.prepared()
                .verifies(Vectors.hex(vector, "message"), Vectors.hex(vector, "signature")),
            Vectors.text(vector, "name"));
      }
    }
    assertTrue(judged > 10, "too few keys of the vectors are keys");
  }

  @Test
  void ordinarySignaturesAreRecognisedWithoutTheWholeCheck() {
    for (int i = 0; i < 50; i++) {
      SigningKey signer = SigningKey.ofSeed(bytes(32));
      var point = new PreparedPoint(signer.address());
      for (int length : new int[] {0, 1, 64, 288, 2000}) {
        byte[] message = bytes(length);
        byte[] signature = signer.sign(message);
        assertTrue(point.recognises(message, 0, length, signature, 0), "seed " + SEED);
      }
    }
  }

  @Test
  void aSignatureInTheMiddleOfAnArrayIsRead() {
    SigningKey signer = SigningKey.ofSeed(bytes(32));
    byte[] message = bytes(30);
    byte[] around = new byte[100];
    System.arraycopy(signer.sign(Arrays.copyOfRange(message, 5, 25)), 0, around, 20, 64);
    assertTrue(new PreparedPoint(signer.address()).recognises(message, 5, 20, around, 20));
  }

  @Test
  void whatIsRecognisedIsValidAndTheVerdictOnChangedSignaturesIsThatOfTheUnpreparedKey() {
    for (int i = 0; i < 400; i++) {
      SigningKey signer = SigningKey.ofSeed(bytes(32));
      byte[] message = bytes(40);
      byte[] signature = signer.sign(message);
      byte[] publicKey = signer.address().toBytes();
      for (int change = 0; change < 3; change++) {
        int bit = random.nextInt(8 * (64 + message.length));
        byte[] changed = signature.clone();
        byte[] changedMessage = message.clone();
        if (bit < 512) {
          changed[bit / 8] ^= (byte) (1 << bit % 8);
        } else {
          changedMessage[bit / 8 - 64] ^= (byte) (1 << bit % 8);
        }
        assertFalse(recognises(publicKey, changedMessage, changed), "seed " + SEED);
        assertFalse(key(publicKey).prepared().verifies(changedMessage, changed));
      }
    }
  }

  @Test
  void aTorsionComponentOfRIsLeftToTheWholeCheckAndIsValid() throws Exception {
    BigInteger secret = new BigInteger("1234567890123456789012345678901234567890");
    byte[] a = Curve.BASE.times(secret).encoded();
    BigInteger r = BigInteger.valueOf(987654321);
    byte[] message = bytes(20);
    int recognised = 0;
    for (Curve.Point torsion : Curve.torsion()) {
      byte[] rBytes = Curve.BASE.times(r).plus(torsion).encoded();
      BigInteger k = Curve.challenge(rBytes, a, message);
      byte[] signature = Arrays.copyOf(rBytes, 64);
      byte[] s = Curve.encode(r.add(k.multiply(secret)).mod(Curve.L));
      System.arraycopy(s, 0, signature, 32, 32);
      assertTrue(key(a).prepared().verifies(message, signature));
      recognised += recognises(a, message, signature) ? 1 : 0;
    }
    assertEquals(1, recognised);
  }

  @Test
  void scalarsThatAreNotReducedAreRefused() {
    SigningKey signer = SigningKey.ofSeed(bytes(32));
    byte[] publicKey = signer.address().toBytes();
    byte[] message = bytes(10);
    byte[] signature = signer.sign(message);
    BigInteger s = Curve.number(Arrays.copyOfRange(signature, 32, 64));
    for (int times = 1; times <= 8; times++) {
      byte[] more = signature.clone();
      byte[] shifted = Curve.encode(s.add(Curve.L.multiply(BigInteger.valueOf(times))));
      System.arraycopy(shifted, 0, more, 32, 32);
      assertFalse(recognises(publicKey, message, more));
      assertFalse(key(publicKey).prepared().verifies(message, more));
    }
  }

  @Test
  void multiplesAreThoseOfTheCurvesDefinition() {
    List<BigInteger> scalars =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            Curve.L.subtract(BigInteger.ONE),
            Curve.L.subtract(BigInteger.TWO),
            BigInteger.TWO.pow(252),
            BigInteger.TWO.pow(128).subtract(BigInteger.ONE),
            new BigInteger(252, random),
            new BigInteger(252, random));
    for (Curve.Point point : List.of(Curve.BASE, Curve.BASE.times(new BigInteger(250, random)))) {
      for (int teeth : new int[] {6, 8}) {
        Comb comb = Comb.of(CurvePoint.decode(point.encoded()), teeth);
        for (BigInteger scalar : scalars) {
          byte[] encoded = new byte[32];
          multiple(comb, scalar).encodeTo(encoded);
          assertEquals(point.times(scalar), Curve.decodePoint(encoded), scalar + " by " + teeth);
        }
      }
    }
  }

  private static CurvePoint multiple(Comb comb, BigInteger scalar) {
    long[] bits = Scalar.combBits(Scalar.decode(Curve.encode(scalar), 0));
    CurvePoint sum = CurvePoint.neutral();
    for (int column = Comb.COLUMNS - 1; column >= 0; column--) {
      sum.twice();
      comb.addColumn(sum, bits, column, false);
    }
    return sum;
  }

  @Test
  void hashesAreReducedAsNumbers() {
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 0xFF);
    for (byte[] digest : List.of(new byte[64], ones, bytes(64), bytes(64))) {
      BigInteger expected = Curve.number(digest).mod(Curve.L);
      assertEquals(
          expected, Curve.number(wordsToBytes(Scalar.reduce(digest))), expected.toString());
    }
  }

  private static byte[] wordsToBytes(long[] words) {
    var bytes = java.nio.ByteBuffer.allocate(32).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }

  @Test
  void aPreparedKeyIsTheSameKey() {
    VerificationKey key = key(SigningKey.ofSeed(bytes(32)).address().toBytes());
    assertEquals(key, key.prepared());
    VerificationKey prepared = key.prepared();
    assertSame(prepared, prepared.prepared());
  }
}
