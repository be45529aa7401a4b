package org.podprotocol.relay.content;

import java.io.IOException;

/** A block source that takes blocks and keeps those that are pinned. */
public interface BlockStore extends BlockSource {
  /**
   * Stores a block; nothing happens if it is there. Durable when this returns.
   *
   * @throws QuotaExceededException if the store is full
   * @throws IllegalArgumentException if the block is larger than {@link #MAX_BLOCK}
   * @throws CorruptBlockException if the block does not have this CID
   */
  void put(Cid cid, byte[] block) throws IOException;

  /** Whether the block is here. */
  boolean has(Cid cid) throws IOException;

  /** Keeps the root and all that it links to until it is unpinned. All its blocks must be here. */
  void pin(Cid root) throws IOException;

  /** Whether the root is pinned, asked of the store itself. */
  boolean isPinned(Cid root) throws IOException;

  /** Lets go of a root; nothing happens if it is not pinned. */
  void unpin(Cid root) throws IOException;
}
