package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * Who this relay is, read from the chain at start.
 *
 * @param relay the Relay account
 * @param programId the program's address
 * @param genesisHash the cluster's genesis hash, 32 bytes
 * @param receiptKey the key receipts are signed with; the Relay account names the same key
 * @param mergeDelaySlots slots after acceptance within which a message is anchored
 */
public record RelayIdentity(
    PublicKey relay,
    PublicKey programId,
    PublicKey genesisHash,
    PublicKey receiptKey,
    long mergeDelaySlots) {}
