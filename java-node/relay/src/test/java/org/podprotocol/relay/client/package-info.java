/** The client library against a relay as it is deployed, on a local chain. */
@NullMarked
package org.podprotocol.relay.client;

import org.jspecify.annotations.NullMarked;
