package org.podprotocol.relay.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets the same kind of event, by logger and unformatted text, through ten times a minute. The
 * first one of a later minute is preceded by how many were left out. Debugging is not limited.
 */
final class RepeatLimit extends TurboFilter {
  private static final int MOST = 10;
  private static final int MOST_KINDS = 256;
  private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

  private record Kind(String logger, String text) {}

  private static final class Count {
    long beganNs;
    int seen;
  }

  private final LongSupplier nanoTime;

  // The kinds seen last; those seen longest ago are forgotten.
  private final Map<Kind, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Count> eldest) {
          return size() > MOST_KINDS;
        }
      };

  RepeatLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String text,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    // Without a text it is the question whether anything of this level is logged.
    if (text == null
        || !level.isGreaterOrEqual(Level.INFO)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    int leftOut = 0;
    synchronized (counts) {
      long now = nanoTime.getAsLong();
      Count count = counts.computeIfAbsent(new Kind(logger.getName(), text), kind -> new Count());
      if (count.seen == 0 || now - count.beganNs >= PERIOD_NS) {
        leftOut = Math.max(0, count.seen - MOST);
        count.beganNs = now;
        count.seen = 0;
      }
      count.seen++;
      if (count.seen > MOST) {
        return FilterReply.DENY;
      }
    }
    if (leftOut > 0) {
      logger.warn("{} like the next one were left out", leftOut);
    }
    return FilterReply.NEUTRAL;
  }
}
