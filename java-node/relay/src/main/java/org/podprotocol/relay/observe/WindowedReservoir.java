package org.podprotocol.relay.observe;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.util.function.LongSupplier;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Every value of the last five minutes, in histograms of ten seconds each (two significant digits).
 * Nothing is sampled: within a window each value counts.
 */
public final class WindowedReservoir implements Reservoir {
  private static final long SLICE_NS = 10_000_000_000L;
  private static final int SLICES = 30;
  private static final int SLICES_OF_A_SNAPSHOT = 6;
  private static final int DIGITS = 2;

  /** An hour in nanoseconds; what is longer counts as this. */
  private static final long HIGHEST = 3_600_000_000_000L;

  private final LongSupplier nanoTime;
  private final IntCountsHistogram[] slices = new IntCountsHistogram[SLICES];
  private final long[] numbers = new long[SLICES];
  private final long startNs;

  public WindowedReservoir(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    startNs = nanoTime.getAsLong();
    java.util.Arrays.fill(numbers, -1);
  }

  @Override
  public synchronized int size() {
    return (int) Math.min(Integer.MAX_VALUE, merged(SLICES).getTotalCount());
  }

  @Override
  public synchronized void update(long value) {
    long number = number();
    int at = (int) (number % SLICES);
    if (numbers[at] != number) {
      numbers[at] = number;
      slices[at] = new IntCountsHistogram(DIGITS);
    }
    slices[at].recordValue(Math.clamp(value, 0, HIGHEST));
  }

  private long number() {
    return (nanoTime.getAsLong() - startNs) / SLICE_NS;
  }

  /** The last minute. */
  @Override
  public Snapshot getSnapshot() {
    return window(SLICES_OF_A_SNAPSHOT);
  }

  /**
   * @param count slices of ten seconds, the present one included, at most 30
   */
  public synchronized WindowSnapshot window(int count) {
    return new WindowSnapshot(merged(count));
  }

  private IntCountsHistogram merged(int count) {
    var all = new IntCountsHistogram(DIGITS);
    long present = number();
    for (int i = 0; i < SLICES; i++) {
      if (numbers[i] >= 0 && numbers[i] > present - count) {
        all.add(slices[i]);
      }
    }
    return all;
  }
}
