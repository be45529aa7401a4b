package org.podprotocol.relay.chain;

import org.p2p.solanaj.core.PublicKey;

/**
 * A Relay account as read at {@code contextSlot}.
 *
 * @param address the account
 * @param operator may update, offer and seal the relay
 * @param committer the key that commits
 * @param receiptKey the key that signs receipts
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
    long mergeDelaySlots,
    int epoch,
    boolean open,
    long messages,
    String endpoint,
    long contextSlot) {}
