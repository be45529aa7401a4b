/** Checks a relay from outside: what it published and promised against what the chain holds. */
@NullMarked
package org.podprotocol.relay.audit;

import org.jspecify.annotations.NullMarked;
