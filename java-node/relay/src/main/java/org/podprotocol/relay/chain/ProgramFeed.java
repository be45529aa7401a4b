package org.podprotocol.relay.chain;

import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.podprotocol.solana.pubsub.PubSub;
import org.podprotocol.solana.pubsub.Subscription;
import org.podprotocol.solana.pubsub.SubscriptionListener;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.AccountFilter;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.KeyedAccount;
import org.podprotocol.solana.rpc.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the program's agents and channels by a few subscriptions, one for each kind of account,
 * and passes their changes to the directory. The feed counts as up while slots are told: a socket
 * that is open and silent is down.
 */
final class ProgramFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramFeed.class);

  /** Without a slot for this long nothing is sure; well below the cache's grace. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(3).toNanos();

  private static final long CHECK_MS = 250;

  private final PubSub pubSub;
  private final PodProgram program;
  private final CachedDirectory directory;
  private final HeardSlots slots;
  private final EventExecutor loop;
  private final Ticker ticker;
  private final List<byte[]> kinds;

  // Touched on the loop only.
  private final List<Subscription> subscriptions = new ArrayList<>();
  private int subscribed;
  private boolean up;
  private long slotNanos;
  private boolean closed;

  private volatile boolean upForAll;

  ProgramFeed(
      PubSub pubSub,
      PodProgram program,
      CachedDirectory directory,
      HeardSlots slots,
      EventExecutor loop,
      Ticker ticker) {
    this.pubSub = pubSub;
    this.program = program;
    this.directory = directory;
    this.slots = slots;
    this.loop = loop;
    this.ticker = ticker;
    this.kinds = program.followedDiscriminators();
    this.slotNanos = ticker.read() - SILENCE_NANOS;
  }

  void start() {
    loop.execute(
        () -> {
          subscriptions.add(
              pubSub.subscribe(
                  SubscriptionRequest.slots(), slot -> loop.execute(() -> slot(slot.slot()))));
          for (byte[] kind : kinds) {
            subscriptions.add(
                pubSub.subscribe(
                    SubscriptionRequest.program(
                        program.id(), List.of(AccountFilter.memcmp(0, kind)), Commitment.CONFIRMED),
                    new Changes()));
          }
          loop.schedule(this::checkAgain, CHECK_MS, TimeUnit.MILLISECONDS);
        });
  }

  /** Whether changes are being told. */
  boolean isUp() {
    return upForAll;
  }

  private final class Changes implements SubscriptionListener<Contextual<KeyedAccount>> {
    private boolean counted;

    @Override
    public void notified(Contextual<KeyedAccount> change) {
      KeyedAccount account = change.value();
      program
          .membership(account.address(), account.account(), change.slot())
          .ifPresentOrElse(
              membership -> directory.membershipHeard(account.address(), membership),
              () ->
                  directory.partyHeard(
                      account.address(),
                      program.party(account.address(), account.account(), change.slot()),
                      change.slot()));
    }

    @Override
    public void subscribed(boolean afterGap) {
      loop.execute(
          () -> {
            if (!counted) {
              counted = true;
              subscribed++;
            }
            // What happened before this moment was not told: begin anew.
            up = false;
            check(afterGap);
          });
    }

    @Override
    public void rejected(RpcException reason) {
      LOG.error(
          "The node refuses to tell of the program's accounts; they are read anew every {} s: {}",
          AccountCache.GRACE.toSeconds(),
          reason.getMessage());
    }
  }

  private void slot(long slot) {
    slots.heard(slot);
    slotNanos = ticker.read();
    check(false);
  }

  private void checkAgain() {
    if (!closed) {
      check(false);
      loop.schedule(this::checkAgain, CHECK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void check(boolean afterGap) {
    if (closed) {
      return;
    }
    boolean heard = ticker.read() - slotNanos < SILENCE_NANOS;
    if (!up && heard && subscribed == kinds.size()) {
      up = true;
      LOG.debug("The program's accounts are followed{}", afterGap ? " again" : "");
      directory
          .feedUp()
          .exceptionally(
              failure -> {
                LOG.debug("Accounts will be read when they are asked for: {}", failure.toString());
                return null;
              });
    } else if (up && !heard) {
      up = false;
      LOG.warn("No slot was told for {} s; accounts are read from the chain", SILENCE_NANOS / 1e9);
      directory.feedDown(slotNanos);
    }
    upForAll = up;
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          subscriptions.forEach(Subscription::cancel);
        });
  }
}
