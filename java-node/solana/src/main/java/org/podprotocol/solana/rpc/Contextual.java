package org.podprotocol.solana.rpc;

/**
 * A value and the slot at which the node read it.
 *
 * @param slot the context slot
 * @param value the value
 */
public record Contextual<T>(long slot, T value) {}
