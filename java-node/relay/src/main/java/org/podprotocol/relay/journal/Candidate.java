package org.podprotocol.relay.journal;

import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A message that admission let through.
 *
 * @param id SHA-256 of what its sender signed
 * @param content exactly the bytes the envelope speaks of; not to be changed afterwards
 */
public record Candidate(Hash id, Envelope envelope, byte[] content, Audience audience) {

  /** What it costs in memory and on disk, roughly. */
  int weight() {
    return Envelope.LENGTH + content.length + 64;
  }
}
