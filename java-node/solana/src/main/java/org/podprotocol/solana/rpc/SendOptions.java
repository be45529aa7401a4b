package org.podprotocol.solana.rpc;

import org.jspecify.annotations.Nullable;

/**
 * How a node shall send.
 *
 * @param skipPreflight true: the node neither checks nor simulates
 * @param preflightCommitment the commitment under which the blockhash was fetched; counts even when
 *     preflight is skipped
 * @param maxRetries how often the node itself sends again, or null for its default
 * @param minContextSlot the slot that the node must have reached: the context slot of the
 *     blockhash; or null
 */
public record SendOptions(
    boolean skipPreflight,
    Commitment preflightCommitment,
    @Nullable Integer maxRetries,
    @Nullable Long minContextSlot) {}
