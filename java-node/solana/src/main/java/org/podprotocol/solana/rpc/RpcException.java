package org.podprotocol.solana.rpc;

import org.jspecify.annotations.Nullable;

/** A call that brought no result. */
public abstract sealed class RpcException extends RuntimeException
    permits RpcErrorException, HttpStatusException, TransportException, MalformedResponseException {
  private static final long serialVersionUID = 1L;

  RpcException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
