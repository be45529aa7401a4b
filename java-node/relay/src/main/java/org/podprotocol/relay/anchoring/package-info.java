/** The log on chain: commits of what the journal holds, and proofs from them. */
@NullMarked
package org.podprotocol.relay.anchoring;

import org.jspecify.annotations.NullMarked;
