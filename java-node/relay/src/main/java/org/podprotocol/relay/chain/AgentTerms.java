package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * What an agent is registered with.
 *
 * @param name 1 to 32 bytes of UTF-8; with the creator's key it makes the agent's address
 * @param signer the key that signs the agent's messages
 * @param capabilities one bit for each, as agents agree among themselves
 * @param hosted whether the creator is a relay that may speak for the agent
 */
public record AgentTerms(String name, PublicKey signer, long capabilities, boolean hosted) {}
