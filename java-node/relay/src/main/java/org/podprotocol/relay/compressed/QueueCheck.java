package org.podprotocol.relay.compressed;

import java.util.List;
import org.podprotocol.protocol.bytes.Hash;

/**
 * What a comparison of the leaves with the chain came to.
 *
 * @param size leaves there were
 * @param chained ranges of leaves whose hash chain is the queue's
 * @param complete whether these are all ranges that the queue had
 * @param tree the tree as it was read
 * @param rootMatches whether its root is that of the leaves
 */
record QueueCheck(
    long size, List<Range> chained, boolean complete, StateTree tree, boolean rootMatches) {
  /**
   * @param value of the chain that covers the leaves
   */
  record Range(long first, long end, Hash value) {}

  boolean isChained(long index) {
    return chained.stream().anyMatch(range -> range.first <= index && index < range.end);
  }
}
