/**
 * Messages in Light's state trees: finds the leaves in the chain's history, checks them against
 * Light's accounts, and says where each is.
 */
@NullMarked
package org.podprotocol.relay.compressed;

import org.jspecify.annotations.NullMarked;
