package org.podprotocol.solana.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Carries calls to a node or to a pool of them.
 *
 * <p>Futures complete with the decoded result or fail with an {@link RpcException}. They complete
 * on a network thread: what depends on them must not block; use the {@code Async} forms for work
 * that does.
 */
public interface RpcTransport {

  /** Makes one call. */
  <T> CompletableFuture<T> call(RpcRequest<T> request);

  /**
   * Makes several calls in one HTTP request; each has a fate of its own, in the order of the
   * requests.
   */
  <T> List<CompletableFuture<T>> batch(List<RpcRequest<T>> requests);
}
