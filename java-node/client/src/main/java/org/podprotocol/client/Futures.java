package org.podprotocol.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link CompletableFuture} lacks. */
final class Futures {
  private Futures() {}

  /** The future, or what {@code otherwise} makes of its failure; null: the failure stands. */
  static <T> CompletableFuture<T> recover(
      CompletableFuture<T> future, Function<Throwable, @Nullable CompletableFuture<T>> otherwise) {
    return future
        .handle(
            (value, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(value);
              }
              boolean wrapped =
                  failure instanceof CompletionException && failure.getCause() != null;
              Throwable cause = wrapped ? failure.getCause() : failure;
              CompletableFuture<T> other = otherwise.apply(cause);
              return other == null ? CompletableFuture.<T>failedFuture(cause) : other;
            })
        .thenCompose(Function.identity());
  }

  /** Calls after a pause. */
  static <T> CompletableFuture<T> after(
      Duration pause, java.util.function.Supplier<CompletableFuture<T>> call) {
    return CompletableFuture.supplyAsync(
            call, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(Function.identity());
  }
}
