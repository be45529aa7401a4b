package org.podprotocol.client.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call that may be repeated, with growing, random pauses (full jitter).
 *
 * @param attempts calls at most, the first included
 * @param first the most that is waited before the second attempt; doubles from there
 * @param most the most that is ever waited between two
 */
public record Retry(int attempts, Duration first, Duration most) {
  public Retry {
    if (attempts < 1 || first.isNegative() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("no way to retry");
    }
  }

  /** What to do about a failure. */
  public interface Policy extends Function<Throwable, @Nullable Duration> {
    /**
     * The least pause before another attempt, zero if any will do, null if repeating is of no use.
     */
    @Override
    @Nullable Duration apply(Throwable failure);
  }

  /** The first attempt that succeeds, or the last one's failure. */
  public <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> call, Policy policy) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(call, policy, 1, result);
    return result;
  }

  private <T> void attempt(
      Supplier<CompletableFuture<T>> call, Policy policy, int number, CompletableFuture<T> result) {
    call.get()
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
                return;
              }
              Throwable cause =
                  failure instanceof CompletionException && failure.getCause() != null
                      ? failure.getCause()
                      : failure;
              Duration least = policy.apply(cause);
              boolean over = number == attempts || result.isDone();
              if (over || least == null || least.compareTo(most) > 0) {
                result.completeExceptionally(cause);
                return;
              }
              long pause = least.toMillis() + jitterMs(number);
              CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
                  .execute(() -> attempt(call, policy, number + 1, result));
            });
  }

  /** A random pause after the attempt of this number. */
  public long jitterMs(int number) {
    long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(number - 1, 20));
    return ThreadLocalRandom.current().nextLong(ceiling + 1);
  }
}
