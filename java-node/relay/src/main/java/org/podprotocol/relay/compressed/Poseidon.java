package org.podprotocol.relay.compressed;

import java.math.BigInteger;
import org.podprotocol.protocol.bytes.Hash;

/**
 * Poseidon over the scalar field of BN254 with circom's parameters (x^5, 8 full rounds, capacity
 * zero), for a fixed number of inputs: what Light's trees hash with. The constants are computed
 * from the field and the numbers of rounds as the Poseidon paper's appendix F says.
 */
final class Poseidon {
  static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  private static final int FULL_ROUNDS = 8;
  private static final int PARTIAL_ROUNDS_OF_TWO = 57;
  private static final int PARTIAL_ROUNDS_OF_FIVE = 60;

  /** Two inputs: nodes and hash chains. */
  private static final Poseidon PAIR = new Poseidon(2, PARTIAL_ROUNDS_OF_TWO);

  /** Five inputs: leaves. */
  private static final Poseidon LEAF = new Poseidon(5, PARTIAL_ROUNDS_OF_FIVE);

  private final int width;
  private final int partialRounds;
  private final PoseidonConstants constants;

  private Poseidon(int inputs, int partialRounds) {
    this.width = inputs + 1;
    this.partialRounds = partialRounds;
    this.constants = PoseidonConstants.of(width, FULL_ROUNDS, partialRounds);
  }

  /** Hash of two field elements, each 32 bytes, big-endian. */
  static Hash pair(Hash left, Hash right) {
    return PAIR.hash(left, right);
  }

  /** Hash of five field elements, each 32 bytes, big-endian. */
  static Hash five(Hash first, Hash second, Hash third, Hash fourth, Hash fifth) {
    return LEAF.hash(first, second, third, fourth, fifth);
  }

  private Hash hash(Hash... inputs) {
    var state = new BigInteger[width];
    state[0] = BigInteger.ZERO;
    for (int i = 1; i < width; i++) {
      state[i] = new BigInteger(1, inputs[i - 1].toBytes());
      if (state[i].compareTo(MODULUS) >= 0) {
        throw new IllegalArgumentException("an input is not below the field's modulus");
      }
    }
    int rounds = FULL_ROUNDS + partialRounds;
    for (int round = 0; round < rounds; round++) {
      boolean full = round < FULL_ROUNDS / 2 || round >= FULL_ROUNDS / 2 + partialRounds;
      for (int i = 0; i < width; i++) {
        state[i] = state[i].add(constants.round(round, i));
        if (full || i == 0) {
          state[i] = fifthPower(state[i]);
        }
      }
      state = mix(state);
    }
    return bytes(state[0]);
  }

  private static BigInteger fifthPower(BigInteger x) {
    BigInteger square = x.multiply(x).mod(MODULUS);
    return square.multiply(square).mod(MODULUS).multiply(x).mod(MODULUS);
  }

  private BigInteger[] mix(BigInteger[] state) {
    var mixed = new BigInteger[width];
    for (int i = 0; i < width; i++) {
      BigInteger sum = BigInteger.ZERO;
      for (int j = 0; j < width; j++) {
        sum = sum.add(constants.mix(i, j).multiply(state[j]));
      }
      mixed[i] = sum.mod(MODULUS);
    }
    return mixed;
  }

  private static Hash bytes(BigInteger element) {
    byte[] digits = element.toByteArray();
    var padded = new byte[Hash.LENGTH];
    int length = Math.min(digits.length, padded.length);
    System.arraycopy(digits, digits.length - length, padded, padded.length - length, length);
    return Hash.of(padded);
  }
}
