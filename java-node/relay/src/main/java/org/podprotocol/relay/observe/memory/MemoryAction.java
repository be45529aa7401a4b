package org.podprotocol.relay.observe.memory;

import java.time.Instant;

/**
 * Something the watch did.
 *
 * @param what for people
 * @param residentBytes when it was done
 */
public record MemoryAction(Instant at, String what, long residentBytes) {}
