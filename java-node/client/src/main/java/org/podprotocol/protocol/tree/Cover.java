package org.podprotocol.protocol.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * The aligned perfect subtrees a range of leaves consists of ({@code docs/protocol.md} section 3).
 */
public final class Cover {
  private Cover() {}

  /**
   * The cover of {@code [start, end)}, left to right: at each position the largest aligned subtree
   * that fits.
   *
   * @throws IllegalArgumentException unless {@code 0 <= start <= end}
   */
  public static List<Subtree> of(long start, long end) {
    List<Subtree> cover = new ArrayList<>(length(start, end));
    long at = start;
    while (at < end) {
      Subtree next = new Subtree(at, levelAt(at, end));
      cover.add(next);
      at = next.end();
    }
    return List.copyOf(cover);
  }

  /** Number of subtrees in the cover of {@code [start, end)}. */
  public static int length(long start, long end) {
    if (start < 0 || start > end) {
      throw new IllegalArgumentException("no range: " + start + " to " + end);
    }
    int length = 0;
    for (long at = start; at < end; at += 1L << levelAt(at, end)) {
      length++;
    }
    return length;
  }

  static int levelAt(long at, long end) {
    int fits = 63 - Long.numberOfLeadingZeros(end - at);
    return Math.min(Long.numberOfTrailingZeros(at), fits);
  }
}
