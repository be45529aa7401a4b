package org.podprotocol.relay.anchoring;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Proofs of anchored messages, each with the log account as the chain has it at that moment. */
public interface ChainProofs {

  /** The proof of the message at this global index; empty while it is not anchored. */
  CompletionStage<Optional<ChainProof>> proof(long index);
}
