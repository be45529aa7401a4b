package org.podprotocol.relay.chain.hosted;

/**
 * As many operations are under way as are allowed; nothing was taken. Try again when some have
 * ended.
 */
public final class OperationsFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperationsFullException(int limit) {
    super(limit + " operations are under way, no more are taken");
  }
}
