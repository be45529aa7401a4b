/** The command {@code pod}: what people and scripts do with relays, agents and messages. */
@NullMarked
package org.podprotocol.relay.cli;

import org.jspecify.annotations.NullMarked;
