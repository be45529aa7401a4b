/** Keeps content by its CID, here and in IPFS, and says where each piece of it is. */
@NullMarked
package org.podprotocol.relay.content;

import org.jspecify.annotations.NullMarked;
