package org.podprotocol.relay.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A registry whose timers and histograms count every value of their windows. */
public final class Metrics extends MetricRegistry {
  /** Times are told apart to the microsecond. */
  private static final long TIMER_LOWEST_NS = 1_000;

  private final Map<String, WindowedReservoir> windows = new ConcurrentHashMap<>();

  @Override
  public Timer timer(String name) {
    return timer(name, () -> new Timer(reservoir(name, TIMER_LOWEST_NS)));
  }

  @Override
  public Histogram histogram(String name) {
    return histogram(name, () -> new Histogram(reservoir(name, 1)));
  }

  private WindowedReservoir reservoir(String name, long lowest) {
    return windows.computeIfAbsent(name, key -> new WindowedReservoir(System::nanoTime, lowest));
  }

  /** The windows of a timer or histogram; empty for other metrics. */
  public Optional<WindowedReservoir> windows(String name) {
    return Optional.ofNullable(windows.get(name));
  }

  /** Registers a counter whose count is kept elsewhere. */
  public static void counted(MetricRegistry registry, String name, LongSupplier count) {
    registry.counter(
        name,
        () ->
            new Counter() {
              @Override
              public long getCount() {
                return count.getAsLong();
              }
            });
  }
}
