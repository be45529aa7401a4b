/** Keeps the process within its memory: looks, gives caches back, then sheds load. */
@NullMarked
package org.podprotocol.relay.observe.memory;

import org.jspecify.annotations.NullMarked;
