package org.podprotocol.relay.anchoring;

import com.codahale.metrics.Timer;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Times messages from their acceptance until they are anchored. Keeps one mark for all messages of
 * 10 ms, at most 8,192 of them; beyond that the newest mark stands for later messages too, which
 * makes their times too long rather than too short.
 */
final class AnchorTimes {
  private static final int MAX_MARKS = 8_192;
  private static final long SPACING_MS = 10;

  private record Mark(long from, long to, long atMs) {}

  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private final Timer timer;

  AnchorTimes(Timer timer) {
    this.timer = timer;
  }

  /** Messages [from, to) are accepted. */
  synchronized void appended(long from, long to, long nowMs) {
    Mark last = marks.peekLast();
    if (last != null && (nowMs - last.atMs < SPACING_MS || marks.size() == MAX_MARKS)) {
      marks.removeLast();
      marks.addLast(new Mark(last.from, to, last.atMs));
    } else {
      marks.addLast(new Mark(from, to, nowMs));
    }
  }

  /** Messages below {@code end} are anchored; each counts once, also if its commit is undone. */
  synchronized void anchored(long end, long nowMs) {
    while (!marks.isEmpty() && marks.getFirst().from < end) {
      Mark first = marks.removeFirst();
      long upTo = Math.min(first.to, end);
      Duration time = Duration.ofMillis(Math.max(0, nowMs - first.atMs));
      for (long index = first.from; index < upTo; index++) {
        timer.update(time);
      }
      if (upTo < first.to) {
        marks.addFirst(new Mark(upTo, first.to, first.atMs));
      }
    }
  }
}
