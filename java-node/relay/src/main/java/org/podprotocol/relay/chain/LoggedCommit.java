package org.podprotocol.relay.chain;

import java.util.List;
import org.podprotocol.protocol.tree.Chunk;

/**
 * A commit transaction as the chain keeps it.
 *
 * @param signature base58
 * @param slot the slot it landed in
 * @param chunks what it brought, skipped chunks included
 */
public record LoggedCommit(String signature, long slot, List<Chunk> chunks) {}
