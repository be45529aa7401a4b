package org.podprotocol.relay.compressed;

import java.math.BigInteger;

/**
 * Round constants and mixing matrix of Poseidon, drawn from the Grain LFSR that its parameters seed
 * (https://eprint.iacr.org/2019/458, appendix F), as circom and Light draw them.
 */
final class PoseidonConstants {
  private static final int FIELD_BITS = 254;

  private final BigInteger[][] rounds;
  private final BigInteger[][] matrix;

  private PoseidonConstants(BigInteger[][] rounds, BigInteger[][] matrix) {
    this.rounds = rounds;
    this.matrix = matrix;
  }

  static PoseidonConstants of(int width, int fullRounds, int partialRounds) {
    var grain = new Grain(width, fullRounds, partialRounds);
    var rounds = new BigInteger[fullRounds + partialRounds][width];
    for (BigInteger[] round : rounds) {
      for (int i = 0; i < width; i++) {
        round[i] = grain.elementBelowModulus();
      }
    }
    // A Cauchy matrix: 1 / (x[i] + y[j]).
    BigInteger[] x = grain.elements(width);
    BigInteger[] y = grain.elements(width);
    var matrix = new BigInteger[width][width];
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        matrix[i][j] = x[i].add(y[j]).modInverse(Poseidon.MODULUS);
      }
    }
    return new PoseidonConstants(rounds, matrix);
  }

  BigInteger round(int round, int position) {
    return rounds[round][position];
  }

  BigInteger mix(int row, int column) {
    return matrix[row][column];
  }

  /** An 80-bit shift register with the taps 62, 51, 38, 23, 13 and 0, thinned by its own output. */
  private static final class Grain {
    private static final int LENGTH = 80;

    private final boolean[] state = new boolean[LENGTH];
    private int head;

    Grain(int width, int fullRounds, int partialRounds) {
      int at = 0;
      at = write(at, 1, 2); // a prime field
      at = write(at, 0, 4); // the S-box is a power
      at = write(at, FIELD_BITS, 12);
      at = write(at, width, 12);
      at = write(at, fullRounds, 10);
      at = write(at, partialRounds, 10);
      while (at < LENGTH) {
        state[at++] = true;
      }
      for (int i = 0; i < 2 * LENGTH; i++) {
        next();
      }
    }

    private int write(int at, int value, int bits) {
      for (int i = 0; i < bits; i++) {
        state[at + i] = (value >> (bits - 1 - i) & 1) == 1;
      }
      return at + bits;
    }

    private boolean next() {
      boolean bit = tap(62) ^ tap(51) ^ tap(38) ^ tap(23) ^ tap(13) ^ tap(0);
      state[head] = bit;
      head = (head + 1) % LENGTH;
      return bit;
    }

    private boolean tap(int distance) {
      return state[(head + distance) % LENGTH];
    }

    /** Of each pair of bits the second, if the first is set. */
    private boolean bit() {
      while (!next()) {
        next();
      }
      return next();
    }

    private BigInteger element() {
      BigInteger value = BigInteger.ZERO;
      for (int i = FIELD_BITS - 1; i >= 0; i--) {
        if (bit()) {
          value = value.setBit(i);
        }
      }
      return value;
    }

    BigInteger elementBelowModulus() {
      BigInteger value = element();
      while (value.compareTo(Poseidon.MODULUS) >= 0) {
        value = element();
      }
      return value;
    }

    BigInteger[] elements(int count) {
      var values = new BigInteger[count];
      for (int i = 0; i < count; i++) {
        values[i] = element().mod(Poseidon.MODULUS);
      }
      return values;
    }
  }
}
