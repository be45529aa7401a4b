package org.podprotocol.relay.observe;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry whose timers and histograms count every value of their windows. */
public final class Metrics extends MetricRegistry {
  private final Map<String, WindowedReservoir> windows = new ConcurrentHashMap<>();

  @Override
  public Timer timer(String name) {
    return timer(name, () -> new Timer(reservoir(name)));
  }

  @Override
  public Histogram histogram(String name) {
    return histogram(name, () -> new Histogram(reservoir(name)));
  }

  private WindowedReservoir reservoir(String name) {
    return windows.computeIfAbsent(name, key -> new WindowedReservoir(System::nanoTime));
  }

  /** The windows of timers and histograms, by name. */
  Map<String, WindowedReservoir> windows() {
    return Map.copyOf(windows);
  }
}
