package org.podprotocol.relay.compressed;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.chain.AddressHistory;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.relay.chain.ChainSetupException;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.config.CompressedSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leaves of the output queues that this relay follows, what was and what comes. */
public final class CompressedLeaves implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CompressedLeaves.class);

  private final LeafStore store;
  private final List<QueueFollower> followers;
  private final Duration interval;
  private final Counter failures;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Why a queue waits: said once, not at every look. Touched by the worker alone. */
  private final Map<QueueFollower, String> reasons = new HashMap<>();

  private volatile long indexed;
  private @Nullable Thread worker;

  private CompressedLeaves(
      LeafStore store, List<QueueFollower> followers, Duration interval, Counter failures) {
    this.store = store;
    this.followers = followers;
    this.interval = interval;
    this.failures = failures;
  }

  /**
   * Begins to follow the queues, from where the last run ended.
   *
   * @param folder of this part's file; made if it is not there
   * @param program whose messages are read
   * @throws ChainSetupException if an address is no output queue of a version 2 state tree
   * @throws ChainUnavailableException if the chain can't be asked
   */
  public static CompressedLeaves open(
      Path folder,
      CompressedSettings settings,
      ChainConnection connection,
      PublicKey program,
      MetricRegistry metrics)
      throws IOException {
    LeafStore store = LeafStore.open(folder.resolve("compressed.db"));
    try {
      var history = new AddressHistory(connection);
      var followers = new ArrayList<QueueFollower>();
      for (PublicKey queue : settings.queues()) {
        followers.add(new QueueFollower(history, store, program, queue, settings.maxLeaves()));
      }
      var leaves =
          new CompressedLeaves(
              store,
              List.copyOf(followers),
              settings.interval(),
              metrics.counter("compressed.failures"));
      metrics.gauge("compressed.leaves", () -> (Gauge<Long>) () -> leaves.indexed);
      leaves.worker = Thread.ofVirtual().name("compressed-leaves").start(leaves::follow);
      return leaves;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private void follow() {
    try {
      do {
        for (QueueFollower follower : followers) {
          advance(follower);
        }
      } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failures.inc();
      log.error("Light's queues are followed no further: this is a fault of the relay.", e);
    }
  }

  private void advance(QueueFollower follower) {
    try {
      boolean more = true;
      while (more && closed.getCount() > 0) {
        more = follower.step();
        indexed = store.places();
      }
      reasons.remove(follower);
    } catch (IOException | ChainUnavailableException | MalformedLightDataException e) {
      if (closed.getCount() > 0) {
        failures.inc();
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(reasons.put(follower, reason))) {
          log.warn("Queue {} waits: {}", follower.address(), reason);
        }
      }
    }
  }

  /** The leaf with this hash, if a queue that is followed has it. Blocks. */
  public Optional<FoundLeaf> find(Hash hash) throws IOException {
    Optional<LeafStore.StoredLeaf> leaf = store.find(hash);
    if (leaf.isEmpty()) {
      return Optional.empty();
    }
    for (QueueFollower follower : followers) {
      if (follower.number() == leaf.get().queue()) {
        return Optional.of(follower.describe(leaf.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
    Thread running = worker;
    try {
      if (running != null) {
        running.interrupt();
        running.join(Duration.ofSeconds(5));
      }
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.error("{}", e.getMessage());
    }
  }
}
