package org.podprotocol.relay.chain.hosted;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.PodProgram;
import org.podprotocol.solana.keys.Signer;

/**
 * Carries out operations of hosted agents. Each has a result of its own. At most 10,000 are under
 * way; more are refused with {@link OperationsFullException}.
 *
 * <p>An operation with an idempotency key is carried out once: asking again with the same key and
 * the same operation gives the same result, with another operation it is an {@link
 * IllegalArgumentException}. Keys are remembered for a day, at most 100,000 of them, in memory;
 * after a restart the chain itself refuses what would be done twice.
 */
public final class HostedAgents implements AutoCloseable {

  private static final int GROUP = 50;
  private static final Duration WAIT = Duration.ofMillis(1_000);
  private static final int MAX_UNDER_WAY = 10_000;
  private static final int MAX_KEYS = 100_000;

  /** An operation, and the key under which it is carried out once. */
  public record Request(Operation operation, @Nullable String idempotencyKey) {}

  private final HostedMetrics metrics;
  private final OperationQueue queue;
  private final ScheduledExecutorService loop;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Cache<String, Member> known =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(Duration.ofDays(1)).build();

  /**
   * @param hostingKey creator, authority and payer of the hosted agents
   */
  public HostedAgents(
      ChainConnection connection, PublicKey programId, Signer hostingKey, MetricRegistry registry) {
    metrics = new HostedMetrics(registry);
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
   * @return a result for each, in their order
   * @throws OperationsFullException if they would be too many
   * @throws IllegalArgumentException if an idempotency key was used for another operation
   */
  public List<CompletableFuture<OperationResult>> submit(List<Request> requests) {
    var results = new ArrayList<CompletableFuture<OperationResult>>(requests.size());
    var fresh = new ArrayList<Member>();
    synchronized (known) {
      var keyed = new HashMap<String, Member>();
      for (Request request : requests) {
        Member member = earlier(request, keyed);
        if (member == null) {
          member = Member.of(request.operation());
          fresh.add(member);
          if (request.idempotencyKey() != null) {
            keyed.put(request.idempotencyKey(), member);
          }
        }
        results.add(member.result());
      }
      if (underWay.get() + fresh.size() > MAX_UNDER_WAY) {
        metrics.refused.inc(fresh.size());
        throw new OperationsFullException(MAX_UNDER_WAY);
      }
      underWay.addAndGet(fresh.size());
      known.putAll(keyed);
    }
    fresh.forEach(this::begin);
    queue.add(fresh);
    return results;
  }

  /**
   * The operation that this key already stands for, unless that was not done and may be tried
   * again.
   */
  private @Nullable Member earlier(Request request, Map<String, Member> keyed) {
    String key = request.idempotencyKey();
    if (key == null) {
      return null;
    }
    Member before = keyed.getOrDefault(key, known.getIfPresent(key));
    if (before == null) {
      return null;
    }
    if (!before.operation().equals(request.operation())) {
      throw new IllegalArgumentException(
          "the idempotency key \"%s\" was used for another operation".formatted(key));
    }
    return before.result().getNow(null) instanceof OperationResult.NotDone ? null : before;
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

  /**
   * Stops taking groups; what waits is answered as not done, what was sent ends with its
   * transaction.
   */
  @Override
  public void close() {
    queue.close();
    loop.shutdown();
    try {
      loop.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
