package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * What a relay is opened with.
 *
 * @param id chosen by the creator; with its key it makes the relay's address
 * @param committer the key that commits and opens epochs
 * @param receiptKey the key that signs receipts
 * @param mergeDelaySlots slots within which an accepted message is in the log, 1 to 216,000
 * @param endpoint URL at which clients reach the relay, 1 to 128 bytes
 */
public record RelayTerms(
    int id, PublicKey committer, PublicKey receiptKey, int mergeDelaySlots, String endpoint) {}
