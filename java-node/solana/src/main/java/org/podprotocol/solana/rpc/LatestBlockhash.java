package org.podprotocol.solana.rpc;

import org.podprotocol.solana.transaction.Blockhash;

/**
 * A recent blockhash.
 *
 * @param blockhash the hash
 * @param lastValidBlockHeight the last block height (not slot) at which a transaction with it can
 *     land
 * @param contextSlot the slot at which the node read it: other nodes may know it only from there on
 */
public record LatestBlockhash(Blockhash blockhash, long lastValidBlockHeight, long contextSlot) {}
