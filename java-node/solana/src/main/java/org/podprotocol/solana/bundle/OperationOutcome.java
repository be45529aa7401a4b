package org.podprotocol.solana.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.TransactionError;

/** What became of one operation. */
public sealed interface OperationOutcome {

  /** It succeeded, together with others perhaps. */
  record Succeeded(Signature signature, long slot) implements OperationOutcome {}

  /**
   * It fails whatever it is bundled with. Nothing of it happened.
   *
   * @param reason for people
   * @param error as the runtime says it, or null; instruction indexes count within the operation
   * @param logs of the simulation, if that is where it failed
   */
  record Failed(String reason, @Nullable TransactionError error, List<String> logs)
      implements OperationOutcome {}

  /** It did not get through in time, and never will. It can be submitted again. */
  record Expired() implements OperationOutcome {}

  /** It may or may not have happened: watch the signature. */
  record Unknown(Signature signature, String reason) implements OperationOutcome {}
}
