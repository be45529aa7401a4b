/**
 * The bytes every party of PoD Protocol agrees on: envelopes, domains, receipts, logins and their
 * JSON forms, as {@code docs/protocol.md} lays them out.
 */
@NullMarked
package org.podprotocol.protocol;

import org.jspecify.annotations.NullMarked;
