package org.podprotocol.relay.cli.load;

/** Reports of runs that were not. */
final class Reports {
  private Reports() {}

  static LoadReport of(Latencies accept, Latencies delivery) {
    LoadSettings settings =
        new LoadSettings(new Pace(10, 0, 1), Mix.parse("relay=1"), 2, 200, 65536, false, 0);
    long count = delivery.count();
    return new LoadReport(
        settings,
        count,
        count,
        accept.count(),
        count,
        0,
        0,
        0,
        accept,
        delivery,
        new Latencies(),
        new Latencies(),
        null);
  }

  static Latencies latencies(int... millis) {
    Latencies latencies = new Latencies();
    latencies.startAt(0);
    for (int one : millis) {
      latencies.record(0, one * 1_000_000L);
    }
    return latencies;
  }
}
