package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * An Agent account as read at {@code contextSlot}.
 *
 * @param address the Agent account
 * @param authority may rotate, update, offer and close
 * @param signer the key that signs this agent's messages
 * @param signerSinceSlot slot since which {@code signer} is the key
 * @param closed whether only a tombstone is left
 * @param contextSlot slot of the read
 */
public record AgentView(
    PublicKey address,
    PublicKey authority,
    PublicKey signer,
    long signerSinceSlot,
    boolean closed,
    long contextSlot)
    implements Party {}
