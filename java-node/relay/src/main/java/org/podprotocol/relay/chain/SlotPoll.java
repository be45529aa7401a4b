package org.podprotocol.relay.chain;

import com.codahale.metrics.Counter;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the slot when nothing has told it for a second. */
final class SlotPoll implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SlotPoll.class);
  private static final long PERIOD_MS = 400;
  private static final long SILENCE_MS = 1_000;

  private final SolanaRpc rpc;
  private final HeardSlots slots;
  private final Counter errors;
  private final EventExecutor loop;
  private volatile boolean closed;

  SlotPoll(SolanaRpc rpc, HeardSlots slots, Counter errors, EventExecutor loop) {
    this.errors = errors;
    this.rpc = rpc;
    this.slots = slots;
    this.loop = loop;
  }

  void start() {
    loop.execute(this::ask);
  }

  private void ask() {
    if (closed) {
      return;
    }
    if (slots.slot() > 0 && slots.age().toMillis() < SILENCE_MS) {
      again();
      return;
    }
    rpc.getSlot(Commitment.PROCESSED)
        .whenComplete(
            (slot, failure) -> {
              if (failure == null) {
                slots.heard(slot);
              } else {
                errors.inc();
                LOG.debug("the slot can't be read: {}", failure.toString());
              }
              again();
            });
  }

  private void again() {
    if (!closed) {
      loop.schedule(this::ask, PERIOD_MS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
