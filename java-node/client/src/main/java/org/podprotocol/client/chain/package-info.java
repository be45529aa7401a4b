/**
 * What the client reads from the chain and puts on it, through the program's bindings: the only
 * source it trusts.
 */
@NullMarked
package org.podprotocol.client.chain;

import org.jspecify.annotations.NullMarked;
