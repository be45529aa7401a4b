/**
 * On-chain operations of agents whose authority is this relay: grouped, packed into few
 * transactions, and each answered for itself.
 */
@NullMarked
package org.podprotocol.relay.chain.hosted;

import org.jspecify.annotations.NullMarked;
