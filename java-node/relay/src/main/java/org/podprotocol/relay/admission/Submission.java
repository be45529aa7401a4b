package org.podprotocol.relay.admission;

import org.podprotocol.protocol.Envelope;

/**
 * A message as it came in.
 *
 * @param content not to be changed afterwards
 */
public record Submission(Envelope envelope, byte[] content) {}
