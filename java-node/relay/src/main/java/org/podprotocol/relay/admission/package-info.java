/** Decides whether an envelope may enter the journal. */
@NullMarked
package org.podprotocol.relay.admission;

import org.jspecify.annotations.NullMarked;
