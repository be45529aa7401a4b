/** The relay daemon: puts its rooms together, and starts and stops them in order. */
@NullMarked
package org.podprotocol.relay;

import org.jspecify.annotations.NullMarked;
