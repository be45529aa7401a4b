package org.podprotocol.relay.chain;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * A RelayLog account as read at {@code contextSlot}.
 *
 * @param log the account's address
 * @param epoch number of the epoch
 * @param firstIndex global index of the epoch's first message
 * @param size leaves in the log
 * @param peaks roots of the perfect subtrees that {@code size} leaves consist of, largest first, 32
 *     bytes each
 * @param lastCommitSlot slot of the last commit, 0 if there was none
 * @param contextSlot slot of the read
 */
public record LogSnapshot(
    PublicKey log,
    int epoch,
    long firstIndex,
    long size,
    List<byte[]> peaks,
    long lastCommitSlot,
    long contextSlot) {}
