package org.podprotocol.relay.compressed;

import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A leaf that a transaction put into a queue.
 *
 * @param index its place in the tree
 * @param hash of the leaf
 * @param message what it says, if it is a message of the program; null for anybody else's
 */
record AppendedLeaf(long index, Hash hash, @Nullable LeafMessage message) {}
