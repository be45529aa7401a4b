package org.podprotocol.relay.cli.demo;

import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A line, signed.
 *
 * @param id message id
 * @param speaker who says it
 * @param message envelope and content
 */
record Utterance(Hash id, Speaker speaker, OutgoingMessage message) {}
