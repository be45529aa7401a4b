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

  /** What is kept of keys and tables when memory is short: a part of so many. */
  private static final int SHRUNK = 4;

  /** Checks after which a key is worth a table, which costs about two of them to make. */
  private static final int USES_BEFORE_PREPARING = 16;

  private final ThreadPoolExecutor workers;
  private final LatestUsed<Known> keys;
  private final LatestUsed<VerificationKey> prepared;
  private final int preparedKeys;

  /**
   * @param threads that verify
   * @param queue most work that waits for one
   * @param preparedKeys most keys of busy signers that are held with a table of 15 KB
   */
  public SignatureChecks(int threads, int queue, int preparedKeys) {
    this.preparedKeys = preparedKeys;
    keys = new LatestUsed<>(KEYS);
    prepared = new LatestUsed<>(preparedKeys);
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

  /**
   * The key of this address; empty if it is none. Costs about a verification the first time; a key
   * that is often asked for comes prepared.
   */
  public Optional<VerificationKey> key(Address signer) {
    boolean prepare = false;
    Known known;
    synchronized (keys) {
      VerificationKey ready = prepared.get(signer);
      if (ready != null) {
        return Optional.of(ready);
      }
      known = keys.get(signer);
      if (known != null) {
        known.uses++;
        prepare = known.uses == USES_BEFORE_PREPARING && known.key.isPresent();
        if (!prepare) {
          return known.key;
        }
        // Should its table be dropped, it has to earn another.
        known.uses = 0;
      }
    }
    if (known != null) {
      VerificationKey ready = known.key.orElseThrow().prepared();
      synchronized (keys) {
        prepared.put(signer, ready);
      }
      return Optional.of(ready);
    }
    Optional<VerificationKey> key = Optional.ofNullable(VerificationKey.of(signer));
    synchronized (keys) {
      keys.put(signer, new Known(key));
    }
    return key;
  }

  /** Gives memory back: keeps a quarter of the keys and tables, those used last. */
  public void shrink() {
    synchronized (keys) {
      keys.hold(KEYS / SHRUNK);
      prepared.hold(preparedKeys / SHRUNK);
    }
  }

  /** Keeps as many as at first. */
  public void restore() {
    synchronized (keys) {
      keys.hold(KEYS);
      prepared.hold(preparedKeys);
    }
  }

  /** A key that was checked, or that is none, and how often it was asked for since. */
  private static final class Known {
    private final Optional<VerificationKey> key;
    private int uses;

    Known(Optional<VerificationKey> key) {
      this.key = key;
    }
  }

  /** A map that forgets what was not asked for the longest. */
  private static final class LatestUsed<V> extends LinkedHashMap<Address, V> {
    private static final long serialVersionUID = 1L;
    private int most;

    LatestUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    void hold(int changed) {
      most = changed;
      var eldest = keySet().iterator();
      for (int tooMany = size() - most; tooMany > 0; tooMany--) {
        eldest.next();
        eldest.remove();
      }
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Address, V> eldest) {
      return size() > most;
    }
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
