/**
 * Solana chain access on Netty; the rooms are keys, transaction, rpc, endpoint, pubsub, stream and
 * send.
 */
@NullMarked
package org.podprotocol.solana;

import org.jspecify.annotations.NullMarked;
