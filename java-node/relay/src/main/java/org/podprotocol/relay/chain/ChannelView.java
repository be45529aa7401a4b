package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * A Channel account as read at {@code contextSlot}.
 *
 * @param address the Channel account
 * @param open anyone may read its posts; otherwise its members alone
 * @param generation memberships of other generations do not count
 * @param closed whether only a tombstone is left
 * @param contextSlot slot of the read
 */
public record ChannelView(
    PublicKey address, boolean open, long generation, boolean closed, long contextSlot)
    implements Party {}
