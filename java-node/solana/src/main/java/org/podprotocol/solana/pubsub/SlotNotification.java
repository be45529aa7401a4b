package org.podprotocol.solana.pubsub;

/**
 * A slot that the node has processed.
 *
 * @param slot the slot
 * @param parent the slot of the block before
 * @param root the newest finalized slot
 */
public record SlotNotification(long slot, long parent, long root) {}
