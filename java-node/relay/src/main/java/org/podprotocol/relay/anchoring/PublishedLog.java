package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.util.Optional;

/**
 * The log as anyone may read it: hashes and checkpoints in the formats of C2SP tlog-tiles and
 * tlog-checkpoint, for what is confirmed on chain. Entries are not among them, since the header of
 * a private message is for its two ends alone.
 */
public interface PublishedLog {

  /** Number of the present epoch. */
  int epoch();

  /**
   * Hashes of tile (level, n), 32 bytes each.
   *
   * @param width 256, or less for the partial tile at the right edge
   * @return empty if the confirmed tree does not have such a tile
   */
  Optional<byte[]> tile(int epoch, int level, long n, int width) throws IOException;

  /**
   * A signed checkpoint of an epoch's tree at its size on chain; empty if there is no such epoch.
   */
  Optional<String> checkpoint(int epoch) throws IOException;

  /** The checkpoint key in the form of C2SP signed notes: {@code name+id+key}. */
  String verifierKey(int epoch);
}
