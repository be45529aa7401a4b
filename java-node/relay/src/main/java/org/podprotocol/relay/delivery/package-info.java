/** Pushes messages and their states to live subscribers, and gives the others their backlog. */
@NullMarked
package org.podprotocol.relay.delivery;

import org.jspecify.annotations.NullMarked;
