package org.podprotocol.relay.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * How the relay reaches the chain and who it is there.
 *
 * @param rpc JSON-RPC endpoints, best first; at least one
 * @param webSocket WebSocket endpoints, one for each of {@code rpc}, or empty: derived from them
 * @param programId the PoD program
 * @param relay the Relay account
 * @param committerKey key pair file (JSON array of 64 numbers) that signs and pays for commits
 * @param receiptKey key pair file that signs receipts
 * @param commitInterval shortest time between two commits
 * @param hourlyBudgetLamports most to spend on commits in an hour; commits are stretched to stay
 *     below
 * @param requestTimeout of one RPC request
 */
public record ChainSettings(
    List<URI> rpc,
    List<URI> webSocket,
    PublicKey programId,
    PublicKey relay,
    Path committerKey,
    Path receiptKey,
    Duration commitInterval,
    long hourlyBudgetLamports,
    Duration requestTimeout) {}
