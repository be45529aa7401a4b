package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;

/**
 * A Relay account as read at {@code contextSlot}.
 *
 * @param address the account
 * @param operator may update, offer and seal the relay
 * @param committer the key that commits
 * @param receiptKey the key that signs receipts
 * @param receiptKeyChain commits to the earlier receipt keys, zeros if there were none
 * @param receiptKeySince the slot at which {@code receiptKey} became the receipt key
 * @param mergeDelaySlots slots within which an accepted message is in the log
 * @param epoch the epoch whose log takes commits
 * @param open whether the relay takes messages; otherwise it is sealed
 * @param messages messages in the log, over all epochs
 * @param endpoint where clients reach it
 * @param contextSlot slot of the read
 */
public record RelayAccount(
    PublicKey address,
    PublicKey operator,
    PublicKey committer,
    PublicKey receiptKey,
    Hash receiptKeyChain,
    long receiptKeySince,
    long mergeDelaySlots,
    int epoch,
    boolean open,
    long messages,
    String endpoint,
    long contextSlot) {}
