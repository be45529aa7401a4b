package org.podprotocol.solana.pubsub;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.TransactionError;

/**
 * Log lines of a transaction. The runtime cuts them at 10 kB; events by self-CPI are not among
 * them.
 *
 * @param slot where it landed
 * @param signature the transaction
 * @param error why it failed, or null
 * @param logs the lines
 */
public record LogsNotification(
    long slot, Signature signature, @Nullable TransactionError error, List<String> logs) {}
