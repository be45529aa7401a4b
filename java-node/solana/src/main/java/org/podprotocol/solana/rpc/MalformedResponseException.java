package org.podprotocol.solana.rpc;

/** The answer is not what the protocol promises. */
public final class MalformedResponseException extends RpcException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public MalformedResponseException(String message) {
    super(message, null);
  }

  /** What is wrong with it, and the parser's word on it. */
  public MalformedResponseException(String message, Throwable cause) {
    super(message, cause);
  }
}
