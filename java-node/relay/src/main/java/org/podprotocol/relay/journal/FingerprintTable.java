package org.podprotocol.relay.journal;

import java.util.Arrays;

/**
 * Fingerprints and the global indexes they stand for: open addressing over two flat arrays, 12
 * bytes a slot. A fingerprint may stand for several indexes. Indexes are kept as distances from a
 * base, so they may span 2^31. Not thread-safe.
 */
final class FingerprintTable {
  private static final int EMPTY = -1;
  private static final int FIRST_SLOTS = 256;

  private final long base;
  private long[] fingerprints = new long[FIRST_SLOTS];
  private int[] distances = new int[FIRST_SLOTS];
  private int count;

  FingerprintTable(long base) {
    this.base = base;
    Arrays.fill(distances, EMPTY);
  }

  int count() {
    return count;
  }

  long bytes() {
    return 12L * fingerprints.length;
  }

  void add(long fingerprint, long index) {
    if (4L * (count + 1) > 3L * fingerprints.length) {
      grow();
    }
    insert(fingerprint, Math.toIntExact(index - base));
    count++;
  }

  /**
   * Calls {@code match} with each index of this fingerprint until it says true; whether one did.
   */
  boolean any(long fingerprint, java.util.function.LongPredicate match) {
    int mask = fingerprints.length - 1;
    for (int slot = slot(fingerprint, mask); distances[slot] != EMPTY; slot = slot + 1 & mask) {
      if (fingerprints[slot] == fingerprint && match.test(base + distances[slot])) {
        return true;
      }
    }
    return false;
  }

  private void insert(long fingerprint, int distance) {
    int mask = fingerprints.length - 1;
    int slot = slot(fingerprint, mask);
    while (distances[slot] != EMPTY) {
      slot = slot + 1 & mask;
    }
    fingerprints[slot] = fingerprint;
    distances[slot] = distance;
  }

  private void grow() {
    long[] oldFingerprints = fingerprints;
    int[] oldDistances = distances;
    fingerprints = new long[oldFingerprints.length * 2];
    distances = new int[oldDistances.length * 2];
    Arrays.fill(distances, EMPTY);
    for (int i = 0; i < oldDistances.length; i++) {
      if (oldDistances[i] != EMPTY) {
        insert(oldFingerprints[i], oldDistances[i]);
      }
    }
  }

  private static int slot(long fingerprint, int mask) {
    return (int) (fingerprint ^ fingerprint >>> 32) & mask;
  }
}
