package org.podprotocol.relay.anchoring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.JournalListener;
import org.podprotocol.relay.journal.LeafLog;

/** A journal of leaf hashes in memory, which insists on the rules of {@link LeafLog}. */
public final class MemoryJournal implements LeafLog {

  private final List<byte[]> leaves = new ArrayList<>();
  private final List<CommitRecord> commits = new ArrayList<>();
  private final List<JournalListener> listeners = new ArrayList<>();
  private long anchored;
  private long finalized;

  public void add(int n) {
    List<JournalListener> hearers;
    long from;
    synchronized (this) {
      from = leaves.size();
      for (int i = 0; i < n; i++) {
        leaves.add(ReferenceTree.sha256(ByteBuffer.allocate(8).putLong(from + i).array()));
      }
      hearers = List.copyOf(listeners);
    }
    hearers.forEach(l -> l.appended(from, from + n));
  }

  /** A copy as a backup would hold it: the first messages, with the marks that concern them. */
  synchronized MemoryJournal copyOfFirst(int n) {
    var copy = new MemoryJournal();
    copy.leaves.addAll(leaves.subList(0, n));
    return copy;
  }

  public synchronized List<byte[]> leaves() {
    return List.copyOf(leaves);
  }

  synchronized List<CommitRecord> commits() {
    return List.copyOf(commits);
  }

  synchronized void forgetListeners() {
    listeners.clear();
  }

  @Override
  public synchronized long size() {
    return leaves.size();
  }

  @Override
  public synchronized long anchoredSize() {
    return anchored;
  }

  @Override
  public synchronized long finalizedSize() {
    return finalized;
  }

  @Override
  public synchronized byte[] leafHashes(long from, int count) {
    ByteBuffer hashes = ByteBuffer.allocate(32 * count);
    leaves.subList((int) from, (int) from + count).forEach(hashes::put);
    return hashes.array();
  }

  @Override
  public byte[] leaf(long index) {
    throw new UnsupportedOperationException("only hashes here");
  }

  @Override
  public synchronized CompletionStage<Void> recordAnchored(CommitRecord commit) {
    if (commit.start() != anchored || commit.end() > leaves.size()) {
      throw new IllegalArgumentException(commit + " after " + anchored);
    }
    commits.add(commit);
    anchored = commit.end();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> recordFinalized(long size) {
    if (size < finalized || size > anchored) {
      throw new IllegalArgumentException("final up to " + size);
    }
    finalized = size;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> recordRolledBack(long size) {
    if (size < finalized || size > anchored) {
      throw new IllegalArgumentException("rolled back to " + size);
    }
    commits.removeIf(c -> c.start() >= size);
    if (!commits.isEmpty() && commits.getLast().end() > size) {
      CommitRecord cut = commits.removeLast();
      commits.add(new CommitRecord(cut.start(), size, cut.signature(), cut.slot()));
    }
    anchored = size;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized Optional<CommitRecord> commitCovering(long index) {
    return commits.stream().filter(c -> c.start() <= index && index < c.end()).findFirst();
  }

  @Override
  public synchronized List<CommitRecord> commitsNotFinalized() {
    return commits.stream().filter(c -> c.end() > finalized).toList();
  }

  @Override
  public synchronized void addListener(JournalListener listener) {
    listeners.add(listener);
  }
}
