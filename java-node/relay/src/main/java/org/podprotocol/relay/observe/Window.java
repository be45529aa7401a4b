package org.podprotocol.relay.observe;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A stretch of time up to now that timers and histograms are summed up over. */
public enum Window {
  TEN_SECONDS("10s", Duration.ofSeconds(10)),
  MINUTE("1m", Duration.ofMinutes(1)),
  FIVE_MINUTES("5m", Duration.ofMinutes(5));

  private final String text;
  private final Duration length;

  Window(String text, Duration length) {
    this.text = text;
    this.length = length;
  }

  /** The window of this length; empty: none is kept. */
  public static Optional<Window> of(Duration length) {
    return Arrays.stream(values()).filter(window -> window.length.equals(length)).findFirst();
  }

  /** As JSON and settings name it: 10s, 1m, 5m. */
  public String text() {
    return text;
  }
}
