package org.podprotocol.relay.journal;

import org.podprotocol.protocol.bytes.Address;

/**
 * Messages that became durable together and share one receipt signature.
 *
 * @param first global index of the first
 * @param count how many
 * @param acceptedSlot the chain's slot when they were accepted
 * @param deadlineSlot the slot by which they are to be anchored
 * @param acceptedAtMs the relay's time when they were accepted, Unix time
 * @param receiptKey the key that signed
 * @param signature over the root of their receipts, 64 bytes
 */
public record Group(
    long first,
    int count,
    long acceptedSlot,
    long deadlineSlot,
    long acceptedAtMs,
    Address receiptKey,
    byte[] signature) {}
