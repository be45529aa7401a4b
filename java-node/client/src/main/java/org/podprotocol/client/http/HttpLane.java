package org.podprotocol.client.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Requests to one server, a bounded number at a time; those that wait are served in order. */
public final class HttpLane {
  private final HttpClient client;
  private final HttpBounds bounds;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private int underWay;

  public HttpLane(HttpClient client, HttpBounds bounds) {
    this.client = client;
    this.bounds = bounds;
  }

  private record Call(HttpRequest request, CompletableFuture<HttpResponse<byte[]>> result) {}

  /**
   * Sends.
   *
   * @return fails with {@link RejectedExecutionException} if too many wait, with {@link
   *     java.util.concurrent.TimeoutException} when the time is over, with {@link
   *     AnswerTooLargeException}, or with the {@link java.io.IOException} of the connection
   */
  public CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> result = new CompletableFuture<>();
    Call call = new Call(request, result);
    synchronized (waiting) {
      if (underWay == bounds.maxConnections()) {
        if (waiting.size() == bounds.maxWaiting()) {
          return CompletableFuture.failedFuture(
              new RejectedExecutionException(bounds.maxWaiting() + " requests wait already"));
        }
        waiting.add(call);
        return result.orTimeout(bounds.timeout().toMillis(), TimeUnit.MILLISECONDS);
      }
      underWay++;
    }
    result.orTimeout(bounds.timeout().toMillis(), TimeUnit.MILLISECONDS);
    start(call);
    return result;
  }

  private void start(Call call) {
    CompletableFuture<HttpResponse<byte[]>> exchange;
    try {
      exchange = client.sendAsync(call.request(), head -> new BoundedBody(bounds.maxAnswerBytes()));
    } catch (RuntimeException e) {
      exchange = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<HttpResponse<byte[]>> started = exchange;
    started.whenComplete(
        (response, failure) -> {
          startNext();
          if (failure == null) {
            call.result().complete(response);
          } else {
            call.result().completeExceptionally(cause(failure));
          }
        });
    // A call that timed out or was cancelled gives its connection back.
    call.result().whenComplete((response, failure) -> started.cancel(true));
  }

  private void startNext() {
    Call next;
    synchronized (waiting) {
      do {
        next = waiting.poll();
      } while (next != null && next.result().isDone());
      if (next == null) {
        underWay--;
        return;
      }
    }
    start(next);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
