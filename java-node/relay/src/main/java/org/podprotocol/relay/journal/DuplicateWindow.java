package org.podprotocol.relay.journal;

import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The messages whose timestamps are still acceptable, by fingerprint of (sender, nonce), in one
 * table for each minute of timestamps. A table is dropped whole when its minute is past the floor.
 * Belongs to the writer thread.
 */
final class DuplicateWindow {
  static final long BUCKET_MS = 60_000;

  private final TreeMap<Long, FingerprintTable> buckets = new TreeMap<>();
  private long floorMs;

  /**
   * Timestamps before this are too old: their duplicates might have been forgotten. Never falls.
   */
  long floorMs() {
    return floorMs;
  }

  void raiseFloor(long toMs) {
    if (toMs > floorMs) {
      floorMs = toMs;
      buckets.headMap(Math.floorDiv(toMs, BUCKET_MS)).clear();
    }
  }

  void add(long fingerprint, long timestampMs, long index) {
    if (timestampMs >= floorMs) {
      buckets
          .computeIfAbsent(
              Math.floorDiv(timestampMs, BUCKET_MS), minute -> new FingerprintTable(index))
          .add(fingerprint, index);
    }
  }

  /** Whether {@code match} says true to an index of this fingerprint. */
  boolean any(long fingerprint, LongPredicate match) {
    for (FingerprintTable table : buckets.values()) {
      if (table.any(fingerprint, match)) {
        return true;
      }
    }
    return false;
  }

  int count() {
    return buckets.values().stream().mapToInt(FingerprintTable::count).sum();
  }

  long bytes() {
    return buckets.values().stream().mapToLong(FingerprintTable::bytes).sum();
  }
}
