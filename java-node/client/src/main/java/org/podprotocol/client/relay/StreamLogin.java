package org.podprotocol.client.relay;

import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.Signer;

/**
 * Who logs in on a stream.
 *
 * @param agent Agent account
 * @param signer the agent's signer
 * @param domain of the login's signature
 */
public record StreamLogin(Address agent, Signer signer, Domain domain) {}
