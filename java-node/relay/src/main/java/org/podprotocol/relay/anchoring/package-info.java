/**
 * The log on chain: the tree over the journal, commits of what the journal holds, and proofs from
 * them.
 */
@NullMarked
package org.podprotocol.relay.anchoring;

import org.jspecify.annotations.NullMarked;
