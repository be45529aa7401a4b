package org.podprotocol.relay.content;

import java.io.IOException;
import java.util.Optional;

/** Somewhere blocks can be read from by CID. Calls block; run them on a virtual thread. */
public interface BlockSource {
  /** Largest block that is kept or read: 1 MiB, the largest content of a message. */
  int MAX_BLOCK = 1 << 20;

  /** A short name for logs and metrics. */
  String name();

  /**
   * The block, checked against its CID, or empty if it is not here.
   *
   * @throws CorruptBlockException if the bytes are not those of the CID
   * @throws IOException if the source can't be read now
   */
  Optional<byte[]> get(Cid cid) throws IOException;
}
