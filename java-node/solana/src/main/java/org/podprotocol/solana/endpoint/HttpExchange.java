package org.podprotocol.solana.endpoint;

import io.netty.handler.codec.http.FullHttpResponse;
import org.podprotocol.solana.rpc.RpcException;

/**
 * One request on a connection and who waits for its answer. Called on the connection's event loop,
 * exactly once.
 */
interface HttpExchange {

  /** The whole answer; the buffer is released when this returns. */
  void answered(FullHttpResponse response);

  /** The answer won't come. */
  void failed(RpcException cause);
}
