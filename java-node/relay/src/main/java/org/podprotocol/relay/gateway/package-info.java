/** The HTTP and WebSocket edge: parse, authenticate, limit, answer. */
@NullMarked
package org.podprotocol.relay.gateway;

import org.jspecify.annotations.NullMarked;
