/** Accounts and slots of the chain, as the relay needs them. */
@NullMarked
package org.podprotocol.relay.chain;

import org.jspecify.annotations.NullMarked;
