package org.podprotocol.relay.chain;

/**
 * A transaction that made a log grow; indexes are those of the epoch.
 *
 * @param start size of the log before it
 * @param end size of the log after it
 * @param signature base58
 * @param slot the slot it landed in
 */
public record OnChainCommit(long start, long end, String signature, long slot) {}
