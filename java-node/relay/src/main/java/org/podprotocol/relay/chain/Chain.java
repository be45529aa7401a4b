package org.podprotocol.relay.chain;

/**
 * The chain as the rest of the relay sees it: one instance for a process, opened before and closed
 * after everything else.
 */
public interface Chain extends AutoCloseable {

  RelayIdentity identity();

  AgentDirectory agents();

  SlotClock slots();

  ReceiptSigner receiptSigner();

  /** Whether lookups can be answered now; the text says why not. */
  ChainStatus status();

  @Override
  void close();

  /**
   * @param ready whether lookups are answered
   * @param detail what is wrong, or "ok"
   */
  record ChainStatus(boolean ready, String detail) {}
}
