package org.podprotocol.relay.anchoring;

/** Commits the journal to the chain for as long as the relay runs. */
public interface Anchoring extends AutoCloseable {

  /**
   * Compares journal and chain, then starts to commit.
   *
   * @throws JournalBehindChainException if the chain holds messages this journal does not
   */
  void start();

  ProofSource proofs();

  AnchoringStatus status();

  /** Stops committing; a commit in flight is given a bounded time to be confirmed. */
  @Override
  void close();

  /**
   * @param healthy whether commits get through
   * @param detail what is wrong, or "ok"
   * @param lagMs age of the oldest message that is not anchored, 0 if there is none
   */
  record AnchoringStatus(boolean healthy, String detail, long lagMs) {}
}
