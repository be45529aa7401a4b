package org.podprotocol.relay.journal;

import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A durable message.
 *
 * @param index global index: its place in the relay's log
 * @param seq its place in the recipient's inbox, from 1, without gaps
 * @param content as sent; not to be changed
 * @param acceptedAtMs the relay's time when it was accepted, Unix time
 */
public record StoredMessage(
    long index,
    long seq,
    Hash id,
    Envelope envelope,
    byte[] content,
    Audience audience,
    long acceptedAtMs) {}
