/**
 * The append-only Merkle tree of a relay's log (RFC 9162 hashing) and everything that is proven
 * from it.
 */
@NullMarked
package org.podprotocol.protocol.tree;

import org.jspecify.annotations.NullMarked;
