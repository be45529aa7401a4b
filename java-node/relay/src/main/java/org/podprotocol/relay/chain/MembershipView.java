package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * A Membership account as read at {@code contextSlot}.
 *
 * @param channel the Channel account
 * @param agent the Agent account
 * @param generation generation of the channel that it counts for
 * @param active whether the agent has joined, and neither left nor been removed
 * @param contextSlot slot of the read
 */
public record MembershipView(
    PublicKey channel, PublicKey agent, long generation, boolean active, long contextSlot) {}
