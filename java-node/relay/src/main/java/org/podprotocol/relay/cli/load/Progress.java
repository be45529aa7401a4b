package org.podprotocol.relay.cli.load;

/** The line that shows how far a run is. */
final class Progress {
  private static final int WIDTH = 24;

  private Progress() {}

  /**
   * @param part 0 to 1
   * @param counts what came of it so far
   */
  static String line(double part, String counts) {
    int full = (int) Math.round(Math.clamp(part, 0.0, 1.0) * WIDTH);
    return "[%s%s] %3.0f %%  %s"
        .formatted("#".repeat(full), ".".repeat(WIDTH - full), 100 * part, counts);
  }
}
