/**
 * What nodes tell by themselves: subscriptions over a WebSocket that survive the loss of the
 * connection.
 */
@NullMarked
package org.podprotocol.solana.pubsub;

import org.jspecify.annotations.NullMarked;
