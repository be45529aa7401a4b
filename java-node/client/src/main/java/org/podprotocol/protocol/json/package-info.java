/** The strict JSON forms of the protocol's values, over Jackson's streams. */
@NullMarked
package org.podprotocol.protocol.json;

import org.jspecify.annotations.NullMarked;
