package org.podprotocol.solana.rpc;

/**
 * The least price with which a transaction on the given accounts landed in a block.
 *
 * @param slot of the block
 * @param microLamportsPerUnit the price; 0 if anything got in
 */
public record PrioritizationFee(long slot, long microLamportsPerUnit) {}
