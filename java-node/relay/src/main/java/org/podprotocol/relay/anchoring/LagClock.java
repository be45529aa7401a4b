package org.podprotocol.relay.anchoring;

import java.util.ArrayDeque;

/**
 * Remembers when messages came, to say how long the oldest that is not anchored has waited. Keeps a
 * mark for every 50 ms of messages, at most 8,192 of them; beyond that the newest mark stands for
 * all later messages, which makes the answer too large rather than too small.
 */
final class LagClock {

  private static final int MAX_MARKS = 8_192;
  private static final long SPACING_MS = 50;

  private record Mark(long from, long atMs) {}

  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  synchronized void appended(long from, long nowMs) {
    Mark last = marks.peekLast();
    if (last == null || nowMs - last.atMs >= SPACING_MS && marks.size() < MAX_MARKS) {
      marks.addLast(new Mark(from, nowMs));
    }
  }

  /** Messages below {@code size}, of {@code appended} in all, are anchored. */
  synchronized void anchored(long size, long appended) {
    if (size >= appended) {
      marks.clear();
      return;
    }
    while (marks.size() > 1) {
      Mark first = marks.pollFirst();
      if (marks.getFirst().from > size) {
        marks.addFirst(first);
        return;
      }
    }
  }

  synchronized long lagMs(long nowMs) {
    Mark first = marks.peekFirst();
    return first == null ? 0 : Math.max(0, nowMs - first.atMs);
  }
}
