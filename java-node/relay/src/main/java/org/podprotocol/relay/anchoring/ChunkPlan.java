package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.tree.Chunk;

/** Chooses the chunks of one commit so that they fit a transaction. */
final class ChunkPlan {

  private ChunkPlan() {}

  /**
   * Chunks that begin at each of {@code size} and {@code ends} and lead as far as fits towards
   * {@code target}.
   *
   * @param size leaves on chain
   * @param ends sizes the log may have by the time the commit lands, ascending, beyond {@code size}
   * @param target leaves in the tree, at least the last of {@code ends}
   * @param maxBytes bytes of chunks a transaction carries
   * @return empty if the ends alone do not fit, or nothing is to be sent
   */
  static List<Chunk> plan(MerkleLog tree, long size, List<Long> ends, long target, int maxBytes)
      throws IOException {
    var chunks = new ArrayList<Chunk>();
    long start = size;
    int left = maxBytes;
    for (long end : ends) {
      left -= Chunk.encodedLength(start, end);
      if (left < 0) {
        return List.of();
      }
      chunks.add(tree.chunk(start, end));
      start = end;
    }
    long end = reach(start, target, left);
    if (end > start) {
      chunks.add(tree.chunk(start, end));
    }
    return chunks;
  }

  /**
   * The largest end up to {@code target} that a chunk of {@code bytes} can reach by rounding down;
   * start if none.
   */
  static long reach(long start, long target, int bytes) {
    for (long end = target; end > start; end &= end - 1) {
      if (Chunk.encodedLength(start, end) <= bytes) {
        return end;
      }
    }
    return start;
  }
}
