/** Metrics and health of the running relay. */
@NullMarked
package org.podprotocol.relay.observe;

import org.jspecify.annotations.NullMarked;
