package org.podprotocol.solana.rpc;

/**
 * Where the chain stands.
 *
 * @param slot the slot, some of which have no block
 * @param blockHeight the number of blocks beneath it
 */
public record BlockPosition(long slot, long blockHeight) {}
