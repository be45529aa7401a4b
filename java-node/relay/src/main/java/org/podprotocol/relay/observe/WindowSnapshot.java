package org.podprotocol.relay.observe;

import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.AbstractHistogram;

/** The values of one window. */
public final class WindowSnapshot extends Snapshot {
  private final AbstractHistogram values;
  private final double seconds;

  WindowSnapshot(AbstractHistogram values, double seconds) {
    this.values = values;
    this.seconds = seconds;
  }

  /**
   * How much time the window covers: less than its name says, by up to a slice, and at the start.
   */
  public double seconds() {
    return seconds;
  }

  public long count() {
    return values.getTotalCount();
  }

  @Override
  public double getValue(double quantile) {
    return count() == 0 ? 0 : values.getValueAtPercentile(quantile * 100);
  }

  /** Not offered: the values themselves are not kept. */
  @Override
  public long[] getValues() {
    throw new UnsupportedOperationException("a histogram does not keep its values");
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, count());
  }

  @Override
  public long getMax() {
    return count() == 0 ? 0 : values.getMaxValue();
  }

  @Override
  public double getMean() {
    return count() == 0 ? 0 : values.getMean();
  }

  @Override
  public long getMin() {
    return count() == 0 ? 0 : values.getMinValue();
  }

  @Override
  public double getStdDev() {
    return count() == 0 ? 0 : values.getStdDeviation();
  }

  @Override
  public void dump(OutputStream output) {
    values.outputPercentileDistribution(
        new PrintStream(output, false, StandardCharsets.UTF_8), 1.0);
  }
}
