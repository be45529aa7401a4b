/** The durable, ordered log of accepted messages; the only writer of message state. */
@NullMarked
package org.podprotocol.relay.journal;

import org.jspecify.annotations.NullMarked;
