package org.podprotocol.relay.observe;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is asked for and may fail to be had. The last one stays, with its age and the number
 * of failures beside it; before the first one there is no value at all.
 */
public final class Probe {
  private record Reading(Number value, long atNanos) {}

  private final LongSupplier nanoTime;
  private final Counter errors;
  private volatile @Nullable Reading last;

  private Probe(MetricRegistry registry, Name name, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    errors = registry.counter(name.with("errors"));
    registry.gauge(name.with("age.ms"), () -> (Gauge<@Nullable Long>) this::ageMs);
  }

  /**
   * A value that comes from time to time.
   *
   * @param name of the group, with labels or without: {@code chain.balance{account=committer}}
   * @param unit last part of the value's own name: {@code lamports}
   */
  public static Probe told(
      MetricRegistry registry, String name, String unit, LongSupplier nanoTime) {
    var parsed = Name.of(name);
    var probe = new Probe(registry, parsed, nanoTime);
    registry.gauge(parsed.with(unit), () -> (Gauge<@Nullable Number>) probe::value);
    return probe;
  }

  /** A value that is read whenever somebody wants to know it. */
  public static void asked(
      MetricRegistry registry, String name, String unit, LongSupplier nanoTime, Source source) {
    var parsed = Name.of(name);
    var probe = new Probe(registry, parsed, nanoTime);
    registry.gauge(parsed.with(unit), () -> (Gauge<@Nullable Number>) () -> probe.ask(source));
  }

  private @Nullable Number ask(Source source) {
    try {
      succeeded(source.read());
    } catch (IOException | RuntimeException e) {
      failed();
    }
    return value();
  }

  public void succeeded(Number value) {
    last = new Reading(value, nanoTime.getAsLong());
  }

  public void failed() {
    errors.inc();
  }

  private @Nullable Number value() {
    Reading reading = last;
    return reading == null ? null : reading.value;
  }

  private @Nullable Long ageMs() {
    Reading reading = last;
    return reading == null
        ? null
        : TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - reading.atNanos);
  }

  /** Where a value is read. */
  @FunctionalInterface
  public interface Source {
    Number read() throws IOException;
  }

  private record Name(String group, String labels) {
    static Name of(String text) {
      int brace = text.indexOf('{');
      return brace < 0
          ? new Name(text, "")
          : new Name(text.substring(0, brace), text.substring(brace));
    }

    String with(String part) {
      return group + "." + part + labels;
    }
  }
}
