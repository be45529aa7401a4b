package org.podprotocol.relay.cli.demo;

import java.net.URI;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Keypair;

/**
 * What the demo runs against, and how much of it.
 *
 * @param relay the relay's address
 * @param rpc the chain's
 * @param program the PoD program
 * @param payer pays for agents and on-chain messages
 * @param agents at least 2
 * @param messages through the relay
 * @param rate messages a second; 0: as fast as they go
 * @param onChainMessages in accounts of their own
 * @param onChainVerifications by the program
 */
public record DemoSettings(
    URI relay,
    URI rpc,
    PublicKey program,
    Keypair payer,
    int agents,
    int messages,
    int rate,
    int onChainMessages,
    int onChainVerifications) {}
