package org.podprotocol.client.chain;

import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Frontier;

/**
 * One epoch of a relay's log, as the chain has it.
 *
 * @param address RelayLog account
 * @param relay Relay account
 * @param epoch from 0
 * @param firstIndex global index of the epoch's first message
 * @param tree size and peaks; of a sealed log the peaks are zeros and mean nothing
 * @param sealed whether the root is final
 * @param root of the whole tree if sealed, else zeros
 * @param slot at which the account was read
 */
public record LogState(
    Address address,
    Address relay,
    long epoch,
    long firstIndex,
    Frontier tree,
    boolean sealed,
    Hash root,
    long slot) {}
