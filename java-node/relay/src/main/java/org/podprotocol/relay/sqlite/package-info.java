/** A SQLite file of one part of the relay: opened durable, used by one thread at a time. */
@NullMarked
package org.podprotocol.relay.sqlite;

import org.jspecify.annotations.NullMarked;
