package org.podprotocol.relay.anchoring;

import java.util.ArrayList;
import java.util.List;

/**
 * The commits that were sent and may still land, in the order they were sent. Whichever of them
 * lands first, the size on chain becomes one of their ends; so a new commit brings chunks between
 * all those ends, and what is already there is skipped by the program.
 */
final class PendingCommits {

  /** A commit under way. Its end is an index of the epoch. */
  static final class Pending {
    final long end;
    final long sentNanos;

    /** Whether its sender still works on it; otherwise nobody knows what became of it. */
    boolean followed = true;

    private Pending(long end, long sentNanos) {
      this.end = end;
      this.sentNanos = sentNanos;
    }
  }

  private final List<Pending> pending = new ArrayList<>();

  Pending add(long end, long nowNanos) {
    var commit = new Pending(end, nowNanos);
    pending.add(commit);
    return commit;
  }

  void remove(Pending commit) {
    pending.remove(commit);
  }

  /**
   * Forgets commits that end at or below the size on chain: they can't change anything any more.
   */
  void dropUpTo(long size) {
    pending.removeIf(p -> p.end <= size);
  }

  /** Forgets those nobody follows that were sent so long ago that they can't land. */
  boolean dropUnfollowedSentBefore(long nanos) {
    return pending.removeIf(p -> !p.followed && p.sentNanos - nanos < 0);
  }

  void clear() {
    pending.clear();
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  int size() {
    return pending.size();
  }

  boolean noneFollowedSince(long nanos) {
    for (Pending p : pending) {
      if (p.followed && p.sentNanos - nanos >= 0) {
        return false;
      }
    }
    return true;
  }

  boolean noneFollowed() {
    return pending.stream().noneMatch(p -> p.followed);
  }

  long lastEnd(long size) {
    long last = size;
    for (Pending p : pending) {
      last = Math.max(last, p.end);
    }
    return last;
  }

  /** The distinct ends beyond {@code size}, ascending. */
  List<Long> ends(long size) {
    var ends = new ArrayList<Long>();
    pending.stream()
        .mapToLong(p -> p.end)
        .filter(e -> e > size)
        .distinct()
        .sorted()
        .forEach(ends::add);
    return ends;
  }
}
