package org.podprotocol.solana.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.MethodClass;
import org.podprotocol.solana.rpc.RpcRequest;
import org.podprotocol.solana.rpc.RpcTransport;
import org.podprotocol.solana.rpc.TransportException;
import org.podprotocol.solana.rpc.TransportException.Reason;

/**
 * Several endpoints as one. A call goes to the healthiest that may be called; if the node is at
 * fault, to yet another, never to the same again. What the chain itself answered (a program error,
 * bad parameters) is not retried.
 *
 * <p>Health is 0.7 success + 0.3 latency, fading, for each class of calls; a node behind the others
 * in slots loses score. Three failures in a row open a breaker; after its cool-off one probe at a
 * time goes through. A node that asks to be left alone (429, Retry-After) is. A budget keeps us
 * below what the provider allows.
 */
public final class EndpointPool implements RpcTransport, AutoCloseable {

  private static final int SCORE_STEPS = 20;

  private final List<EndpointState> endpoints;
  private final PoolOptions options;
  private final EventExecutor loop;
  private final LongSupplier clock;
  private final AtomicInteger budgetWaiters = new AtomicInteger();
  private volatile boolean closed;

  /**
   * A pool whose timers run on the loop. With several members their slots are compared from time to
   * time.
   */
  public EndpointPool(List<PoolMember> members, PoolOptions options, EventExecutor loop) {
    this(members, options, loop, System::nanoTime);
  }

  EndpointPool(
      List<PoolMember> members, PoolOptions options, EventExecutor loop, LongSupplier clock) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a pool needs an endpoint");
    }
    Set<String> names = new HashSet<>();
    members.forEach(
        member -> {
          if (!names.add(member.name())) {
            throw new IllegalArgumentException("two endpoints are called " + member.name());
          }
        });
    this.options = options;
    this.loop = loop;
    this.clock = clock;
    long now = clock.getAsLong();
    this.endpoints =
        members.stream().map(member -> new EndpointState(member, options, now)).toList();
    if (members.size() > 1) {
      loop.execute(this::compareSlots);
    }
  }

  @Override
  public <T> CompletableFuture<T> call(RpcRequest<T> request) {
    CompletableFuture<T> future = new CompletableFuture<>();
    attempt(request, new HashSet<>(), null, future);
    return future;
  }

  /**
   * A batch goes to one endpoint; calls that fail there for the node's fault go on singly
   * elsewhere.
   */
  @Override
  public <T> List<CompletableFuture<T>> batch(List<RpcRequest<T>> requests) {
    if (requests.size() < 2) {
      return requests.stream().map(this::call).toList();
    }
    RpcRequest<T> first = requests.get(0);
    long now = clock.getAsLong();
    for (EndpointState endpoint : ranked(first, Set.of(), now)) {
      // Each call of the batch takes its own tokens: as many go together as the budget allows.
      List<RpcRequest<T>> together = new ArrayList<>();
      for (RpcRequest<T> request : requests) {
        if (request.methodClass() != first.methodClass()
            || !endpoint.tryBegin(request.methodClass(), request.method(), now)) {
          break;
        }
        together.add(request);
      }
      if (together.isEmpty()) {
        continue;
      }
      List<CompletableFuture<T>> answers = endpoint.member().transport().batch(together);
      List<CompletableFuture<T>> futures = new ArrayList<>(requests.size());
      for (int i = 0; i < together.size(); i++) {
        CompletableFuture<T> future = new CompletableFuture<>();
        futures.add(future);
        observe(endpoint, together.get(i), answers.get(i), new HashSet<>(), now, future);
      }
      for (RpcRequest<T> rest : requests.subList(together.size(), requests.size())) {
        futures.add(call(rest));
      }
      return futures;
    }
    return requests.stream().map(this::call).toList();
  }

  /**
   * This pool, but calls of class SEND go to several endpoints at once; the first that takes the
   * transaction answers.
   */
  public RpcTransport fanOut(int copies) {
    return new FanOut(this, copies);
  }

  /**
   * Those that may be called, best first: one that waits for its breaker's probe, then by score in
   * steps, so that about equal ones take turns.
   */
  List<EndpointState> ranked(RpcRequest<?> request, Set<EndpointState> without, long now) {
    MethodClass methodClass = request.methodClass();
    double best = bestLatency(methodClass, now);
    record Ranked(EndpointState endpoint, boolean probe, long step, long usedAt) {}
    return endpoints.stream()
        .filter(endpoint -> !without.contains(endpoint) && endpoint.isOpenTo(methodClass, now))
        .map(
            endpoint ->
                new Ranked(
                    endpoint,
                    request.repeatable() && endpoint.wantsProbe(methodClass, now),
                    Math.round(endpoint.score(methodClass, best, now) * SCORE_STEPS),
                    endpoint.usedAtNanos(methodClass)))
        .sorted(
            Comparator.comparing(Ranked::probe)
                .thenComparing(Ranked::step)
                .reversed()
                .thenComparing((x, y) -> Long.signum(x.usedAt() - y.usedAt())))
        .map(Ranked::endpoint)
        .toList();
  }

  private double bestLatency(MethodClass methodClass, long now) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.serves(methodClass))
        .mapToDouble(endpoint -> endpoint.latencyNanos(methodClass, now))
        .filter(latency -> latency > 0)
        .min()
        .orElse(0);
  }

  private <T> void attempt(
      RpcRequest<T> request,
      Set<EndpointState> tried,
      @Nullable Throwable lastFailure,
      CompletableFuture<T> future) {
    if (closed) {
      future.completeExceptionally(
          new TransportException(Reason.SHUT_DOWN, "the pool has been closed", null));
      return;
    }
    long now = clock.getAsLong();
    long shortestWait = Long.MAX_VALUE;
    for (EndpointState endpoint : ranked(request, tried, now)) {
      if (endpoint.tryBegin(request.methodClass(), request.method(), now)) {
        tried.add(endpoint);
        observe(endpoint, request, endpoint.member().transport().call(request), tried, now, future);
        return;
      }
      shortestWait = Math.min(shortestWait, endpoint.budgetWaitNanos(request.method(), now));
    }
    if (shortestWait > options.maxBudgetWait().toNanos() || !enterBudgetQueue()) {
      future.completeExceptionally(lastFailure != null ? lastFailure : unavailable(request));
      return;
    }
    loop.schedule(
        () -> {
          budgetWaiters.decrementAndGet();
          attempt(request, tried, lastFailure, future);
        },
        Math.max(1, shortestWait),
        TimeUnit.NANOSECONDS);
  }

  private boolean enterBudgetQueue() {
    if (budgetWaiters.incrementAndGet() > options.maxBudgetWaiters()) {
      budgetWaiters.decrementAndGet();
      return false;
    }
    return true;
  }

  private static TransportException unavailable(RpcRequest<?> request) {
    return new TransportException(
        Reason.UNAVAILABLE,
        "no endpoint can take "
            + request.method()
            + " now: all are broken, paused or out of budget",
        null);
  }

  private <T> void observe(
      EndpointState endpoint,
      RpcRequest<T> request,
      CompletableFuture<T> answer,
      Set<EndpointState> tried,
      long begun,
      CompletableFuture<T> future) {
    tried.add(endpoint);
    answer.whenComplete(
        (result, failure) -> {
          Throwable cause = unwrap(failure);
          boolean elsewhere = note(endpoint, request, cause, begun);
          if (cause == null) {
            future.complete(result);
          } else if (elsewhere && tried.size() <= options.retries()) {
            attempt(request, tried, cause, future);
          } else {
            future.completeExceptionally(cause);
          }
        });
  }

  /** Notes how a call went; true if it should be tried elsewhere. */
  boolean note(
      EndpointState endpoint, RpcRequest<?> request, @Nullable Throwable cause, long begun) {
    long now = clock.getAsLong();
    if (cause == null) {
      endpoint.succeeded(request.methodClass(), now - begun, now);
      return false;
    }
    Verdict verdict = Verdict.on(cause, request.repeatable());
    endpoint.failed(request.methodClass(), verdict, now - begun, now);
    return verdict.elsewhere();
  }

  static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  long now() {
    return clock.getAsLong();
  }

  /** Asks every endpoint for its slot at the same time. */
  private void compareSlots() {
    if (closed) {
      return;
    }
    RpcRequest<Long> getSlot =
        RpcRequest.read(
            "getSlot",
            JsonNodeFactory.instance
                .arrayNode()
                .add(JsonNodeFactory.instance.objectNode().put("commitment", "processed")),
            EndpointPool::slot);
    List<EndpointState> asked = new ArrayList<>();
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    long begun = clock.getAsLong();
    for (EndpointState endpoint : endpoints) {
      if (endpoint.serves(MethodClass.READ)
          && endpoint.tryBegin(MethodClass.READ, getSlot.method(), begun)) {
        asked.add(endpoint);
        answers.add(endpoint.member().transport().call(getSlot));
      } else if (!endpoint.serves(MethodClass.READ)) {
        asked.add(endpoint);
        answers.add(endpoint.member().transport().call(getSlot));
      }
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, cause) -> loop.execute(() -> slotsCompared(asked, answers, getSlot, begun)));
  }

  private static long slot(JsonNode result) {
    if (!result.isIntegralNumber()) {
      throw new MalformedResponseException("a slot is a number");
    }
    return result.longValue();
  }

  private void slotsCompared(
      List<EndpointState> asked,
      List<CompletableFuture<Long>> answers,
      RpcRequest<Long> getSlot,
      long begun) {
    long best = 0;
    for (CompletableFuture<Long> answer : answers) {
      best = Math.max(best, answer.isCompletedExceptionally() ? 0 : answer.join());
    }
    for (int i = 0; i < asked.size(); i++) {
      EndpointState endpoint = asked.get(i);
      CompletableFuture<Long> answer = answers.get(i);
      boolean failed = answer.isCompletedExceptionally();
      if (!failed) {
        endpoint.lags(best - answer.join());
      }
      if (endpoint.serves(MethodClass.READ)) {
        Throwable cause = failed ? unwrap(answer.handle((slot, why) -> why).join()) : null;
        note(endpoint, getSlot, cause, begun);
      }
    }
    if (!closed) {
      loop.schedule(this::compareSlots, options.slotPoll().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** How each endpoint stands in each class of calls, for metrics. */
  public List<EndpointStatus> status() {
    long now = clock.getAsLong();
    List<EndpointStatus> all = new ArrayList<>();
    for (MethodClass methodClass : MethodClass.values()) {
      double best = bestLatency(methodClass, now);
      for (EndpointState endpoint : endpoints) {
        if (endpoint.serves(methodClass)) {
          all.add(endpoint.status(methodClass, best, now));
        }
      }
    }
    return all;
  }

  /** How one endpoint stands in one class of calls. */
  public EndpointStatus status(String name, MethodClass methodClass) {
    long now = clock.getAsLong();
    double best = bestLatency(methodClass, now);
    return endpoints.stream()
        .filter(endpoint -> endpoint.member().name().equals(name) && endpoint.serves(methodClass))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no endpoint " + name + " for " + methodClass))
        .status(methodClass, best, now);
  }

  /** True if some endpoint may be called in this class. */
  public boolean isAvailable(MethodClass methodClass) {
    long now = clock.getAsLong();
    return endpoints.stream().anyMatch(endpoint -> endpoint.isOpenTo(methodClass, now));
  }

  /**
   * Ends the pool's timers; new calls fail. The endpoints' own connections are closed by whoever
   * made them.
   */
  @Override
  public void close() {
    closed = true;
  }
}
