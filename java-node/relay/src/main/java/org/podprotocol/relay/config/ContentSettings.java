package org.podprotocol.relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where content is kept.
 *
 * @param quota bytes of blocks that the relay's own store may hold
 * @param agentQuota bytes of files that one agent may keep there
 * @param maxFile bytes of one file
 * @param cache bytes of blocks kept in memory
 * @param transfers most uploads and downloads of files at a time
 * @param kubo API of a Kubo node to which publishable content is carried; empty: none
 * @param gateways gateways to read from what is not here
 * @param threshold messages with more content than this are carried to Kubo
 * @param uploads uploads to Kubo at a time
 * @param maxPending uploads that may wait
 * @param timeout longest time for one block to or from Kubo or a gateway
 */
public record ContentSettings(
    long quota,
    long agentQuota,
    long maxFile,
    long cache,
    int transfers,
    List<URI> kubo,
    List<URI> gateways,
    long threshold,
    int uploads,
    int maxPending,
    Duration timeout) {}
