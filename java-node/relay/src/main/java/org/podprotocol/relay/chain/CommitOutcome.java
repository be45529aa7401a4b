package org.podprotocol.relay.chain;

/** What became of a transaction that the relay sent to its log. */
public sealed interface CommitOutcome {

  /**
   * Confirmed, and the program accepted it.
   *
   * @param signature the transaction's signature, base58
   * @param slot the slot it landed in
   */
  record Landed(String signature, long slot) implements CommitOutcome {}

  /**
   * The program or the runtime refused it; the log on chain is as it was.
   *
   * @param signature base58
   * @param error the chain's words
   */
  record Refused(String signature, String error) implements CommitOutcome {}

  /**
   * Not seen on chain, and its blockhash is no longer valid.
   *
   * @param signature base58
   */
  record Expired(String signature) implements CommitOutcome {}

  /**
   * Not known: the chain could not be asked. It may have landed.
   *
   * @param error why
   */
  record Unknown(String error) implements CommitOutcome {}
}
