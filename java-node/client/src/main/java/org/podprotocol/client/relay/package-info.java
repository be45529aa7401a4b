/** A relay's HTTP and WebSocket API ({@code docs/api.md}) as typed, asynchronous calls. */
@NullMarked
package org.podprotocol.client.relay;

import org.jspecify.annotations.NullMarked;
