package org.podprotocol.solana.pubsub;

import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.TransactionError;

/**
 * A transaction has reached the commitment.
 *
 * @param slot where it landed
 * @param error why it failed, or null
 */
public record SignatureNotification(long slot, @Nullable TransactionError error) {}
