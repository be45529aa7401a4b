package org.podprotocol.relay.cli.load;

/**
 * When the operations of an open loop are due: at a fixed rate, after a ramp in which the rate
 * grows from nothing. It does not wait for answers.
 *
 * @param rate operations a second, at least 1
 * @param rampSeconds until the rate is reached; 0: from the first on
 * @param seconds for which operations are due, the ramp included
 */
public record Pace(int rate, int rampSeconds, int seconds) {
  private static final double NANOS = 1e9;

  public Pace {
    if (rate < 1 || seconds < 1 || rampSeconds < 0 || rampSeconds > seconds) {
      throw new IllegalArgumentException(
          "the rate and the seconds are at least 1, and the ramp is not longer than these");
    }
  }

  /** How many operations there are. */
  int operations() {
    return Math.toIntExact(Math.round(rate * (seconds - rampSeconds / 2.0)));
  }

  /** When operation {@code number}, from 0, is due, in nanoseconds from the start. */
  long dueNanos(int number) {
    double inRamp = rate * rampSeconds / 2.0;
    double seconds =
        number < inRamp
            ? Math.sqrt(2.0 * rampSeconds * number / rate)
            : rampSeconds + (number - inRamp) / rate;
    return (long) (seconds * NANOS);
  }
}
