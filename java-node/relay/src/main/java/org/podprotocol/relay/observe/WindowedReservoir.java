package org.podprotocol.relay.observe;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Every value of the last five minutes, in histograms of two significant digits. Nothing is
 * sampled: within a window each value counts.
 */
public final class WindowedReservoir implements Reservoir {
  private static final int DIGITS = 2;

  /** An hour in nanoseconds; what is longer counts as this. */
  private static final long HIGHEST = 3_600_000_000_000L;

  private final LongSupplier nanoTime;
  private final long startNs;
  private final long lowest;
  private final Ring fine;
  private final Ring coarse;
  private long total;
  private double sum;

  /**
   * @param nanoTime a clock of nanoseconds that never goes back
   * @param lowest values below it need not be told apart; a larger one takes less memory
   */
  public WindowedReservoir(LongSupplier nanoTime, long lowest) {
    this.nanoTime = nanoTime;
    this.lowest = lowest;
    startNs = nanoTime.getAsLong();
    fine = new Ring(TimeUnit.SECONDS.toNanos(2), 5);
    coarse = new Ring(TimeUnit.SECONDS.toNanos(10), 30);
  }

  @Override
  public int size() {
    return window(Window.FIVE_MINUTES).size();
  }

  @Override
  public synchronized void update(long value) {
    long bounded = Math.clamp(value, 0, HIGHEST);
    long ageNs = ageNs();
    fine.record(bounded, ageNs);
    coarse.record(bounded, ageNs);
    total++;
    sum += bounded;
  }

  private long ageNs() {
    return nanoTime.getAsLong() - startNs;
  }

  /** The last minute. */
  @Override
  public Snapshot getSnapshot() {
    return window(Window.MINUTE);
  }

  /** The values of a window. */
  public synchronized WindowSnapshot window(Window window) {
    long ageNs = ageNs();
    return switch (window) {
      case TEN_SECONDS -> fine.last(5, ageNs);
      case MINUTE -> coarse.last(6, ageNs);
      case FIVE_MINUTES -> coarse.last(30, ageNs);
    };
  }

  /** Values since the start. */
  synchronized long total() {
    return total;
  }

  /** Their sum. */
  synchronized double sum() {
    return sum;
  }

  /** Slices of one length; the present one is still growing. */
  private final class Ring {
    private final long sliceNs;
    private final IntCountsHistogram[] slices;
    private final long[] numbers;

    Ring(long sliceNs, int count) {
      this.sliceNs = sliceNs;
      slices = new IntCountsHistogram[count];
      numbers = new long[count];
      Arrays.fill(numbers, -1);
    }

    void record(long value, long ageNs) {
      long number = ageNs / sliceNs;
      int at = (int) (number % slices.length);
      if (numbers[at] != number) {
        numbers[at] = number;
        slices[at] = empty();
      }
      slices[at].recordValue(value);
    }

    WindowSnapshot last(int count, long ageNs) {
      IntCountsHistogram all = empty();
      long present = ageNs / sliceNs;
      for (int i = 0; i < slices.length; i++) {
        if (numbers[i] >= 0 && numbers[i] > present - count) {
          all.add(slices[i]);
        }
      }
      long coveredNs = Math.min(ageNs, (count - 1) * sliceNs + ageNs % sliceNs);
      return new WindowSnapshot(all, coveredNs / 1e9);
    }

    private IntCountsHistogram empty() {
      var histogram = new IntCountsHistogram(lowest, 2 * lowest, DIGITS);
      histogram.setAutoResize(true);
      return histogram;
    }
  }
}
