package org.podprotocol.relay.anchoring;

import java.util.Optional;
import org.podprotocol.relay.chain.LogSnapshot;

/**
 * A proof beside the log account it is to be held against.
 *
 * @param proof for the account's size, if there is one
 * @param account as read from the chain; empty: it could not be
 * @param problem why there is no account, or empty
 */
public record ChainProof(InclusionProof proof, Optional<LogSnapshot> account, String problem) {}
