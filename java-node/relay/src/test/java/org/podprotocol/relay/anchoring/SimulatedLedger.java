package org.podprotocol.relay.anchoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.chain.CommitOutcome;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.chain.OnChainCommit;
import org.podprotocol.relay.chain.RelayLedger;

/**
 * The program's rules for a log (docs/protocol.md section 3) in memory, on a chain that can lose,
 * delay, reorder and roll back. What becomes of the n-th commit is decided by the test.
 */
final class SimulatedLedger implements RelayLedger {

  /** What happens to a commit. */
  enum Fate {
    /** It lands, and its sender hears of it. */
    LANDS,
    /** It lands, and its sender can't find out. */
    LANDS_UNHEARD,
    /** It never lands, and its sender hears so. */
    EXPIRES,
    /** It never lands, and its sender can't find out. */
    LOST_UNHEARD,
    /** Kept back until {@link #release}. */
    KEPT_BACK,
    /** The program refuses it. */
    REFUSED
  }

  record Kept(List<Chunk> chunks, CompletableFuture<CommitOutcome> outcome) {}

  private final long capacity;
  private final List<Epoch> epochs = new ArrayList<>();
  private IntFunction<Fate> fates = n -> Fate.LANDS;
  private final List<Kept> kept = new ArrayList<>();
  private final List<List<Chunk>> sent = new ArrayList<>();
  private boolean finalizing = true;
  private boolean reachable = true;
  private int maxChunkBytes = 900;
  private long slot = 100;
  private long finalEnd;

  private static final class Epoch {
    final long firstIndex;
    long size;
    List<byte[]> peaks = List.of();
    final List<OnChainCommit> history = new ArrayList<>();

    Epoch(long firstIndex) {
      this.firstIndex = firstIndex;
    }
  }

  SimulatedLedger(long capacity) {
    this.capacity = capacity;
    epochs.add(new Epoch(0));
  }

  SimulatedLedger() {
    this(1L << MerkleLog.MAX_HEIGHT);
  }

  synchronized void fates(IntFunction<Fate> fates) {
    this.fates = fates;
  }

  synchronized void reachable(boolean reachable) {
    this.reachable = reachable;
  }

  synchronized void finalizing(boolean finalizing) {
    this.finalizing = finalizing;
  }

  synchronized void maxChunkBytes(int bytes) {
    maxChunkBytes = bytes;
  }

  synchronized int sent() {
    return sent.size();
  }

  synchronized List<Chunk> sent(int n) {
    return sent.get(n);
  }

  synchronized int kept() {
    return kept.size();
  }

  /** Lets the n-th commit kept back land, or be refused if the program says so. */
  void release(int n) {
    Kept released;
    CommitOutcome outcome;
    synchronized (this) {
      released = kept.get(n);
      outcome = land(released.chunks);
    }
    released.outcome.complete(outcome);
  }

  /** The cluster abandons the fork with everything after a size of the present epoch. */
  synchronized void rollBackTo(long size, List<byte[]> leaves) {
    Epoch epoch = epochs.getLast();
    epoch.size = 0;
    epoch.peaks = List.of();
    epoch.history.removeIf(c -> c.end() > size);
    epoch.size = size;
    epoch.peaks = peaksOf(leaves.subList(0, (int) size));
    slot++;
  }

  private static List<byte[]> peaksOf(List<byte[]> leaves) {
    var peaks = new ArrayList<byte[]>();
    int at = 0;
    for (int bit = 30; bit >= 0; bit--) {
      if ((leaves.size() >> bit & 1) == 1) {
        peaks.add(ReferenceTree.root(leaves.subList(at, at + (1 << bit))));
        at += 1 << bit;
      }
    }
    return peaks;
  }

  synchronized byte[] root(int epoch) {
    List<byte[]> peaks = epochs.get(epoch).peaks;
    byte[] acc = peaks.getLast();
    for (int i = peaks.size() - 2; i >= 0; i--) {
      acc = ReferenceTree.sha256(new byte[] {1}, peaks.get(i), acc);
    }
    return acc;
  }

  synchronized boolean holdsPeak(int epoch, byte[] peak) {
    return epochs.get(epoch).peaks.stream().anyMatch(p -> Arrays.equals(p, peak));
  }

  synchronized long end() {
    return epochs.getLast().firstIndex + epochs.getLast().size;
  }

  synchronized int epoch() {
    return epochs.size() - 1;
  }

  @Override
  public long epochCapacity() {
    return capacity;
  }

  @Override
  public PublicKey logAddress(int epoch) {
    byte[] address = new byte[32];
    address[0] = 9;
    address[31] = (byte) epoch;
    return new PublicKey(address);
  }

  @Override
  public synchronized LogSnapshot log(Finality finality) {
    if (!reachable) {
      throw new ChainUnavailableException("no endpoint answers");
    }
    int number = epochs.size() - 1;
    Epoch epoch = epochs.get(number);
    if (finality == Finality.FINALIZED) {
      if (finalizing) {
        finalEnd = end();
      }
      return new LogSnapshot(
          logAddress(number),
          number,
          epoch.firstIndex,
          Math.max(0, finalEnd - epoch.firstIndex),
          List.of(),
          0,
          slot);
    }
    return new LogSnapshot(
        logAddress(number), number, epoch.firstIndex, epoch.size, epoch.peaks, slot, slot);
  }

  @Override
  public synchronized int maxChunkBytes() {
    return maxChunkBytes;
  }

  @Override
  public long commitFeeLamports() {
    return 5_000;
  }

  @Override
  public synchronized CompletableFuture<CommitOutcome> commit(int epoch, List<Chunk> chunks) {
    int bytes = chunks.stream().mapToInt(chunk -> chunk.toBytes().length).sum();
    if (bytes > maxChunkBytes) {
      throw new IllegalArgumentException(bytes + " bytes do not fit");
    }
    if (epoch != epochs.size() - 1) {
      return CompletableFuture.completedFuture(
          new CommitOutcome.Refused("wrong-epoch", "WrongEpoch"));
    }
    int n = sent.size();
    sent.add(chunks);
    if (!reachable) {
      return CompletableFuture.completedFuture(new CommitOutcome.Unknown("no endpoint answers"));
    }
    return switch (fates.apply(n)) {
      case LANDS -> CompletableFuture.completedFuture(land(chunks));
      case LANDS_UNHEARD -> {
        land(chunks);
        yield CompletableFuture.completedFuture(new CommitOutcome.Unknown("no answer"));
      }
      case EXPIRES -> CompletableFuture.completedFuture(new CommitOutcome.Expired("sig-" + n));
      case LOST_UNHEARD ->
          CompletableFuture.completedFuture(new CommitOutcome.Unknown("no answer"));
      case REFUSED ->
          CompletableFuture.completedFuture(
              new CommitOutcome.Refused("sig-" + n, "insufficient funds for fee"));
      case KEPT_BACK -> {
        var outcome = new CompletableFuture<CommitOutcome>();
        kept.add(new Kept(chunks, outcome));
        yield outcome;
      }
    };
  }

  private CommitOutcome land(List<Chunk> chunks) {
    slot++;
    String signature = "landed-" + slot;
    Epoch epoch = epochs.getLast();
    long size = epoch.size;
    List<byte[]> peaks = new ArrayList<>(epoch.peaks);
    for (Chunk chunk : chunks) {
      if (chunk.end() <= size) {
        continue;
      }
      if (chunk.start() != size || chunk.end() > capacity) {
        return new CommitOutcome.Refused(
            signature, "chunk [%d, %d) on %d".formatted(chunk.start(), chunk.end(), size));
      }
      for (Hash subtree : chunk.roots()) {
        long left = chunk.end() - size;
        int aligned = size == 0 ? 62 : Long.numberOfTrailingZeros(size);
        int height = Math.min(aligned, 63 - Long.numberOfLeadingZeros(left));
        byte[] acc = subtree.toBytes();
        for (int level = height; (size >> level & 1) == 1; level++) {
          acc = ReferenceTree.sha256(new byte[] {1}, peaks.removeLast(), acc);
        }
        peaks.add(acc);
        size += 1L << height;
      }
      if (size != chunk.end()) {
        return new CommitOutcome.Refused(signature, "cover of the wrong length");
      }
    }
    if (size > epoch.size) {
      epoch.history.add(new OnChainCommit(epoch.size, size, signature, slot));
    }
    epoch.size = size;
    epoch.peaks = List.copyOf(peaks);
    return new CommitOutcome.Landed(signature, slot);
  }

  @Override
  public synchronized CompletableFuture<CommitOutcome> nextEpoch(int epoch) {
    Epoch last = epochs.getLast();
    if (epoch != epochs.size() - 1 || last.size != capacity) {
      return CompletableFuture.completedFuture(new CommitOutcome.Refused("next", "EpochNotFull"));
    }
    slot++;
    epochs.add(new Epoch(last.firstIndex + last.size));
    return CompletableFuture.completedFuture(new CommitOutcome.Landed("next-" + slot, slot));
  }

  @Override
  public synchronized List<OnChainCommit> commitsSince(int epoch, long size) {
    return epochs.get(epoch).history.stream().filter(c -> c.end() > size).toList();
  }
}
