package org.podprotocol.relay.anchoring;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Inclusion proofs of anchored messages. */
public interface ProofSource {

  /** The proof of the message at this global index; empty while it is not anchored. */
  CompletionStage<Optional<InclusionProof>> proof(long index);
}
