package org.podprotocol.relay.audit;

import java.io.IOException;
import java.util.Optional;

/** A relay's published log. */
public interface TileSource {

  /**
   * Hashes of a tile, 32 bytes each.
   *
   * @throws IOException if the relay can't be asked or does not publish it
   */
  byte[] tile(int epoch, int level, long n, int width) throws IOException;

  /** The signed checkpoint of an epoch; empty if the relay has none. */
  Optional<String> checkpoint(int epoch) throws IOException;
}
