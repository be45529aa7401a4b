package org.podprotocol.solana.rpc;

/**
 * What a node runs.
 *
 * @param core the version of its software, such as {@code 2.3.1}
 * @param featureSet the first four bytes of the hash of its feature set, unsigned
 */
public record NodeVersion(String core, long featureSet) {}
