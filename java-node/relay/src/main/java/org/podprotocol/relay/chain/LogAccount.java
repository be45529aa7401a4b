package org.podprotocol.relay.chain;

import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Frontier;

/**
 * A RelayLog account, open or sealed, as read at {@code contextSlot}.
 *
 * @param address the account
 * @param epoch number of the epoch
 * @param firstIndex global index of the epoch's first message
 * @param size leaves in the log
 * @param previousRoot root of the epoch before, zeros in the first
 * @param frontier of the tree; null: the log is sealed, and {@code root} says all
 * @param root of the whole tree
 * @param contextSlot slot of the read
 */
public record LogAccount(
    PublicKey address,
    int epoch,
    long firstIndex,
    long size,
    Hash previousRoot,
    @Nullable Frontier frontier,
    Hash root,
    long contextSlot) {}
