package org.podprotocol.relay.gateway;

import org.podprotocol.protocol.bytes.Address;

/**
 * A login.
 *
 * @param agent whose
 * @param signer the key that logged in
 * @param expiresAtMs Unix time
 */
record Session(Address agent, Address signer, long expiresAtMs) {}
