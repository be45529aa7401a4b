package org.podprotocol.relay.config;

import java.util.OptionalLong;

/**
 * @param limit bytes of resident memory to stay below, 0: none; empty: what goes with the Java heap
 */
public record MemorySettings(OptionalLong limit) {}
