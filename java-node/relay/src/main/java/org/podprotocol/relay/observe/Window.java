package org.podprotocol.relay.observe;

/** A stretch of time up to now that timers and histograms are summed up over. */
public enum Window {
  TEN_SECONDS("10s"),
  MINUTE("1m"),
  FIVE_MINUTES("5m");

  private final String text;

  Window(String text) {
    this.text = text;
  }

  /** As JSON and settings name it: 10s, 1m, 5m. */
  public String text() {
    return text;
  }
}
