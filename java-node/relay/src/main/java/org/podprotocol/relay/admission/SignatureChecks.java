package org.podprotocol.relay.admission;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.VerificationKey;

/**
 * The threads that verify signatures, with a bounded queue before them, and the keys they have
 * checked.
 */
public final class SignatureChecks implements AutoCloseable {
  private static final int KEYS = 4096;

  private final ThreadPoolExecutor workers;
  private final Map<Address, Optional<VerificationKey>> keys =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Optional<VerificationKey>> eldest) {
          return size() > KEYS;
        }
      };

  public SignatureChecks(int threads, int queue) {
    workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().name("verify-", 0).daemon().factory());
  }

  /** Runs work that verifies on a worker; false if the queue is full. */
  public boolean offer(Runnable work) {
    try {
      workers.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** The key of this address; empty if it is none. Costs about a verification the first time. */
  public Optional<VerificationKey> key(Address signer) {
    synchronized (keys) {
      Optional<VerificationKey> known = keys.get(signer);
      if (known != null) {
        return known;
      }
    }
    Optional<VerificationKey> key = Optional.ofNullable(VerificationKey.of(signer));
    synchronized (keys) {
      keys.put(signer, key);
    }
    return key;
  }

  public int queued() {
    return workers.getQueue().size();
  }

  /** Finishes what is queued, for at most five seconds. */
  @Override
  public void close() {
    workers.shutdown();
    try {
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
