package org.podprotocol.protocol.crypto;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of a point's multiples by powers of two, so that a multiple by any scalar is a walk over 11
 * columns with one doubling between them (Lim, Lee 1994; Hamburg's signed form, whose digits are
 * never zero).
 *
 * <p>A scalar is written as 264 digits of 1 or -1 ({@link Scalar#combBits}). Digit i belongs to
 * column i mod 11; a block is some successive digits of a column, its teeth, and the table has a
 * sum for each pattern of them, up to sign. Immutable.
 */
final class Comb {
  static final int COLUMNS = 11;
  private static final int TEETH_IN_ALL = Scalar.COMB_BITS / COLUMNS;

  private final int teeth;
  private final int blocks;
  private final int[] table;

  private Comb(int teeth, int[] table) {
    this.teeth = teeth;
    blocks = TEETH_IN_ALL / teeth;
    this.table = table;
  }

  /**
   * @param teeth of a block: 24 divided by a whole number; the table takes 24/teeth * 2^(teeth-1) *
   *     120 bytes, and a multiple 11 * 24/teeth additions
   */
  static Comb of(CurvePoint point, int teeth) {
    List<CurvePoint> powers = new ArrayList<>();
    CurvePoint power = point.copy();
    for (int tooth = 0; tooth < TEETH_IN_ALL; tooth++) {
      powers.add(power.copy());
      power.twice();
      powers.add(power.copy());
      for (int i = 1; i < COLUMNS; i++) {
        power.twice();
      }
    }
    int[] powerTable = CurvePoint.table(powers);
    List<CurvePoint> sums = new ArrayList<>();
    for (int first = 0; first < TEETH_IN_ALL; first += teeth) {
      addBlock(sums, powerTable, first, teeth);
    }
    return new Comb(teeth, CurvePoint.table(sums));
  }

  /**
   * The sums of a block with a positive last tooth; bit i of a sum's place: tooth i is positive.
   */
  private static void addBlock(List<CurvePoint> sums, int[] powers, int first, int teeth) {
    CurvePoint sum = CurvePoint.neutral();
    for (int tooth = 0; tooth < teeth; tooth++) {
      sum.add(powers, 2 * (first + tooth) * CurvePoint.TABLE_INTS, tooth < teeth - 1);
    }
    int start = sums.size();
    sums.add(sum);
    for (int tooth = 0; tooth < teeth - 1; tooth++) {
      int size = 1 << tooth;
      for (int i = 0; i < size; i++) {
        CurvePoint next = sums.get(start + i).copy();
        next.add(powers, (2 * (first + tooth) + 1) * CurvePoint.TABLE_INTS, false);
        sums.add(next);
      }
    }
  }

  /**
   * Adds, or takes away, what a column of a scalar's digits stands for, not counting the column's
   * own power of two.
   */
  void addColumn(CurvePoint sum, long[] bits, int column, boolean negative) {
    int half = 1 << teeth - 1;
    int bit = column;
    for (int block = 0; block < blocks; block++) {
      int pattern = 0;
      for (int tooth = 0; tooth < teeth; tooth++, bit += COLUMNS) {
        pattern |= (int) (bits[bit >>> 6] >>> bit & 1) << tooth;
      }
      boolean lastIsNegative = pattern < half;
      int index = (lastIsNegative ? ~pattern : pattern) & half - 1;
      sum.add(table, (block * half + index) * CurvePoint.TABLE_INTS, negative != lastIsNegative);
    }
  }
}
