package org.podprotocol.relay.chain.hosted;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.PodProgram;
import org.podprotocol.solana.keys.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out operations of hosted agents. Each has a result of its own. At most 10,000 are under
 * way; more are refused with {@link OperationsFullException}.
 *
 * <p>An operation with an idempotency key is carried out once, across restarts too: asking again
 * with the same key and the same operation gives the same result, with another operation it is an
 * {@link IllegalArgumentException}. Keys are remembered for a day, at most 100,000 of them. What
 * was under way when the relay was killed is {@link OperationResult.Unknown}.
 */
public final class HostedAgents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HostedAgents.class);

  private static final int GROUP = 50;
  private static final Duration WAIT = Duration.ofMillis(1_000);
  private static final int MAX_UNDER_WAY = 10_000;
  private static final int MAX_KEYS = 100_000;
  private static final int MAX_KEY_LENGTH = 128;

  /** An operation, and the key under which it is carried out once. */
  public record Request(Operation operation, @Nullable String idempotencyKey) {
    public Request {
      if (idempotencyKey != null
          && (idempotencyKey.isEmpty() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
        throw new IllegalArgumentException(
            "an idempotency key has 1 to " + MAX_KEY_LENGTH + " characters");
      }
    }
  }

  /** An operation under a key, and the result as it is told: after it is on disk. */
  private record Keyed(Member member, CompletableFuture<OperationResult> told) {}

  private record Settled(String key, Keyed operation, OperationResult result) {}

  private final HostedMetrics metrics;
  private final OperationKeys keys;
  private final OperationQueue queue;
  private final ScheduledExecutorService loop;
  private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
  // Touched on the loop alone.
  private final Map<String, Keyed> keyedUnderWay = new HashMap<>();
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param hostingKey creator, authority and payer of the hosted agents
   * @param keyFile where idempotency keys are kept
   */
  public HostedAgents(
      ChainConnection connection,
      PublicKey programId,
      Signer hostingKey,
      Path keyFile,
      Clock clock,
      MetricRegistry registry)
      throws IOException {
    metrics = new HostedMetrics(registry);
    keys = OperationKeys.open(keyFile, clock, MAX_KEYS);
    loop =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("operations").daemon().factory());
    var planner = new CallPlanner(new PodProgram(programId), hostingKey.publicKey());
    var sender =
        new BundleSender(connection.rpc(), connection.sender(), hostingKey, planner, metrics);
    queue =
        new OperationQueue(GROUP, WAIT, loop, System::nanoTime, members -> flush(sender, members));
    registry.gauge("operations.under.way", () -> (Gauge<Integer>) underWay::get);
  }

  private static void flush(BundleSender sender, List<Member> members) {
    try {
      sender.send(members);
    } catch (RuntimeException e) {
      members.forEach(
          member ->
              member
                  .result()
                  .complete(new OperationResult.NotDone("it can't be sent: " + e.getMessage())));
    }
  }

  /**
   * Takes operations that came together; all or none of them.
   *
   * @return a result for each, in their order, when all are settled; fails with {@link
   *     OperationsFullException} if they would be too many and with {@link
   *     IllegalArgumentException} if an idempotency key was used for another operation
   */
  public CompletableFuture<List<OperationResult>> submit(List<Request> requests) {
    var taken = new CompletableFuture<List<CompletableFuture<OperationResult>>>();
    try {
      loop.execute(
          () -> {
            try {
              taken.complete(take(requests));
            } catch (SQLException e) {
              log.error("The idempotency keys can't be read or written.", e);
              taken.complete(
                  all(requests, "the idempotency keys can't be written: " + e.getMessage()));
            } catch (RuntimeException e) {
              taken.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      taken.complete(all(requests, "the relay shuts down"));
    }
    return taken.thenCompose(
        results ->
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> results.stream().map(CompletableFuture::join).toList()));
  }

  private static List<CompletableFuture<OperationResult>> all(
      List<Request> requests, String reason) {
    return requests.stream()
        .<CompletableFuture<OperationResult>>map(
            request -> CompletableFuture.completedFuture(new OperationResult.NotDone(reason)))
        .toList();
  }

  private List<CompletableFuture<OperationResult>> take(List<Request> requests)
      throws SQLException {
    var results = new ArrayList<CompletableFuture<OperationResult>>(requests.size());
    var fresh = new ArrayList<Member>();
    var keyed = new HashMap<String, Keyed>();
    for (Request request : requests) {
      String key = request.idempotencyKey();
      CompletableFuture<OperationResult> known = key == null ? null : known(request, key, keyed);
      if (known != null) {
        results.add(known);
        continue;
      }
      Member member = Member.of(request.operation());
      fresh.add(member);
      if (key == null) {
        results.add(member.result());
      } else {
        var operation = new Keyed(member, new CompletableFuture<>());
        keyed.put(key, operation);
        results.add(operation.told);
      }
    }
    if (underWay.get() + fresh.size() > MAX_UNDER_WAY) {
      metrics.refused.inc(fresh.size());
      throw new OperationsFullException(MAX_UNDER_WAY);
    }
    var operations = new HashMap<String, Operation>();
    keyed.forEach((key, operation) -> operations.put(key, operation.member.operation()));
    keys.begin(operations);
    underWay.addAndGet(fresh.size());
    keyedUnderWay.putAll(keyed);
    fresh.forEach(this::begin);
    keyed.forEach(
        (key, operation) ->
            operation
                .member
                .result()
                .thenAccept(result -> record(new Settled(key, operation, result))));
    queue.add(fresh);
    return results;
  }

  /** What is known of a key's operation; null: nothing. */
  private @Nullable CompletableFuture<OperationResult> known(
      Request request, String key, Map<String, Keyed> keyed) throws SQLException {
    Keyed current = keyed.getOrDefault(key, keyedUnderWay.get(key));
    if (current != null) {
      require(current.member.operation().equals(request.operation()), key);
      return current.told;
    }
    OperationKeys.Known before = keys.find(key, request.operation());
    if (before == null) {
      return null;
    }
    require(before.sameOperation(), key);
    OperationResult result = before.result();
    return CompletableFuture.completedFuture(
        result != null
            ? result
            : new OperationResult.Unknown(
                "",
                "the relay stopped while it was under way; look at the chain before asking under"
                    + " another key"));
  }

  private static void require(boolean sameOperation, String key) {
    if (!sameOperation) {
      throw new IllegalArgumentException(
          "the idempotency key \"%s\" was used for another operation".formatted(key));
    }
  }

  private void begin(Member member) {
    metrics.submitted.inc();
    Timer.Context timer = metrics.latency.time();
    member
        .result()
        .whenComplete(
            (result, failure) -> {
              underWay.decrementAndGet();
              timer.stop();
            });
  }

  private void record(Settled result) {
    settled.add(result);
    try {
      loop.execute(this::recordSettled);
    } catch (RejectedExecutionException e) {
      // While closing: close() records it.
      log.debug("An operation is settled while the relay stops.");
    }
  }

  /** Writes the results there are, then tells them. */
  private void recordSettled() {
    var results = new HashMap<String, OperationResult>();
    var batch = new ArrayList<Settled>();
    for (Settled next = settled.poll(); next != null; next = settled.poll()) {
      results.put(next.key, next.result);
      batch.add(next);
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      keys.settle(results);
    } catch (SQLException e) {
      log.error("The results of {} operations can't be recorded.", results.size(), e);
    }
    for (Settled next : batch) {
      keyedUnderWay.remove(next.key);
      next.operation.told.complete(next.result);
    }
  }

  /**
   * Stops taking groups; what waits is answered as not done, what was sent ends with its
   * transaction.
   */
  @Override
  public void close() {
    queue.close();
    loop.shutdown();
    try {
      if (!loop.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("Operations are still under way after 5 s.");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    recordSettled();
    keys.close();
  }
}
