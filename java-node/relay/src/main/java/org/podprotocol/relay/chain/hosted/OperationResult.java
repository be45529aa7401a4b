package org.podprotocol.relay.chain.hosted;

import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;

/** What became of one operation. */
public sealed interface OperationResult {

  /**
   * Confirmed.
   *
   * @param address the account it made or changed
   * @param signature transaction, base58; operations that were packed together share it
   * @param slot the slot it landed in
   */
  record Done(PublicKey address, String signature, long slot) implements OperationResult {}

  /**
   * It can't be done as asked; the chain is as it was.
   *
   * @param reason the program's or the runtime's words
   * @param code the program's error code, or null if it is not the program's
   */
  record Refused(String reason, @Nullable Long code) implements OperationResult {}

  /**
   * It was not done, through no fault of its own; it may be asked for again.
   *
   * @param reason why
   */
  record NotDone(String reason) implements OperationResult {}

  /**
   * Not known: the transaction may still land.
   *
   * @param signature what to watch, base58; empty if nothing was signed
   * @param reason why
   */
  record Unknown(String signature, String reason) implements OperationResult {}
}
