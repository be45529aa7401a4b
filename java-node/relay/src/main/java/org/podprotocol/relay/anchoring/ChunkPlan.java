package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.relay.chain.CommitChunk;

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
  static List<CommitChunk> plan(
      MerkleLog tree, long size, List<Long> ends, long target, int maxBytes) throws IOException {
    var chunks = new ArrayList<CommitChunk>();
    long start = size;
    int left = maxBytes;
    for (long end : ends) {
      var chunk = new CommitChunk(start, end, tree.cover(start, end));
      left -= chunk.encodedLength();
      if (left < 0) {
        return List.of();
      }
      chunks.add(chunk);
      start = end;
    }
    long end = reach(start, target, left);
    if (end > start) {
      chunks.add(new CommitChunk(start, end, tree.cover(start, end)));
    }
    return chunks;
  }

  /**
   * The largest end up to {@code target} that a chunk of {@code bytes} can reach by rounding down;
   * start if none.
   */
  static long reach(long start, long target, int bytes) {
    int hashes = (bytes - CommitChunk.HEADER_BYTES) / MerkleLog.HASH;
    if (hashes <= 0) {
      return start;
    }
    for (long end = target; end > start; end &= end - 1) {
      if (MerkleLog.coverLength(start, end) <= hashes) {
        return end;
      }
    }
    return start;
  }
}
