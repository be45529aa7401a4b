/** The library an agent is written with: identity, sending, receiving, proofs. */
@NullMarked
package org.podprotocol.client;

import org.jspecify.annotations.NullMarked;
