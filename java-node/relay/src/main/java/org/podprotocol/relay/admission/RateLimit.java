package org.podprotocol.relay.admission;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, kept as one number: the time at which the bucket will be full again
 * (GCRA). At most a fixed number of keys is tracked; the one unused for longest is forgotten first,
 * which can only be in its favour.
 */
public final class RateLimit<K> {
  private static final int MAX_KEYS = 100_000;

  private final LongSupplier nanoTime;
  private final Map<K, Long> fullAtNs = new LinkedHashMap<>(16, 0.75f, true);
  private long nsPerToken;
  private long burstNs;

  /**
   * @param rate tokens a second; 0: no limit
   * @param burst tokens of a full bucket
   */
  public RateLimit(int rate, int burst, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    set(rate, burst);
  }

  /** Changes the limit; buckets keep what they have. */
  public synchronized void set(int rate, int burst) {
    nsPerToken = rate == 0 ? 0 : 1_000_000_000L / rate;
    burstNs = nsPerToken * burst;
  }

  /** Takes {@code tokens}; zero if they were there, otherwise how long until they will be. */
  public synchronized Duration take(K key, int tokens) {
    if (nsPerToken == 0) {
      return Duration.ZERO;
    }
    long now = nanoTime.getAsLong();
    long fullAt = Math.max(fullAtNs.getOrDefault(key, now), now);
    long next = fullAt + tokens * nsPerToken;
    if (next - now > burstNs) {
      return Duration.ofNanos(next - now - burstNs);
    }
    fullAtNs.put(key, next);
    forgetOldest();
    return Duration.ZERO;
  }

  private void forgetOldest() {
    if (fullAtNs.size() > MAX_KEYS) {
      Iterator<K> oldest = fullAtNs.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized int tracked() {
    return fullAtNs.size();
  }
}
