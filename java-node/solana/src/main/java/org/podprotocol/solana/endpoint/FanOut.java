package org.podprotocol.solana.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MethodClass;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.RpcRequest;
import org.podprotocol.solana.rpc.RpcTransport;

/** Sends to several endpoints at once; everything else goes through the pool as usual. */
final class FanOut implements RpcTransport {

  private final EndpointPool pool;
  private final int copies;

  FanOut(EndpointPool pool, int copies) {
    if (copies < 1) {
      throw new IllegalArgumentException("at least one copy must be sent");
    }
    this.pool = pool;
    this.copies = copies;
  }

  @Override
  public <T> CompletableFuture<T> call(RpcRequest<T> request) {
    if (request.methodClass() != MethodClass.SEND || !request.repeatable()) {
      return pool.call(request);
    }
    long now = pool.now();
    List<EndpointState> chosen = new ArrayList<>();
    for (EndpointState endpoint : pool.ranked(request, Set.of(), now)) {
      if (chosen.size() < copies
          && endpoint.tryBegin(request.methodClass(), request.method(), now)) {
        chosen.add(endpoint);
      }
    }
    if (chosen.isEmpty()) {
      return pool.call(request);
    }
    Race<T> race = new Race<>(chosen.size());
    for (EndpointState endpoint : chosen) {
      endpoint
          .member()
          .transport()
          .call(request)
          .whenComplete(
              (result, failure) -> {
                Throwable cause = EndpointPool.unwrap(failure);
                pool.note(endpoint, request, cause, now);
                race.finished(result, cause);
              });
    }
    return race.future;
  }

  @Override
  public <T> List<CompletableFuture<T>> batch(List<RpcRequest<T>> requests) {
    return requests.stream().map(this::call).toList();
  }

  /**
   * The first success wins; if there is none, what the chain said counts more than a node's
   * trouble.
   */
  private static final class Race<T> {
    final CompletableFuture<T> future = new CompletableFuture<>();
    private int running;
    private @Nullable Throwable failure;

    Race(int running) {
      this.running = running;
    }

    synchronized void finished(T result, @Nullable Throwable cause) {
      running--;
      if (cause == null) {
        future.complete(result);
        return;
      }
      boolean chainsWord = cause instanceof RpcErrorException error && !error.isNodeFault();
      if (failure == null || chainsWord) {
        failure = cause;
      }
      if (running == 0) {
        future.completeExceptionally(failure);
      }
    }
  }
}
