package org.podprotocol.relay.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The journal as anchoring reads and marks it. Indexes are global: 0 is the relay's first message.
 * Reads block on disk and are safe from any thread but an event loop; marks are durable when their
 * stage completes.
 */
public interface LeafLog {

  /** Number of durable messages; indexes below it can be read. Never falls. */
  long size();

  /** Messages below this index are in a confirmed commit. */
  long anchoredSize();

  /** Messages below this index are in a finalized commit. */
  long finalizedSize();

  /** The 32-byte leaf hashes of [from, from + count), one after another. */
  byte[] leafHashes(long from, int count);

  /** The leaf (header and signature, 256 bytes) at this index. */
  byte[] leaf(long index);

  /**
   * Records a confirmed commit; {@code end} becomes the anchored size. A commit that begins before
   * the anchored size is recorded for the part beyond it; one that would leave a gap is refused
   * with {@link IllegalArgumentException}.
   */
  CompletionStage<Void> recordAnchored(CommitRecord commit);

  /** Records that everything below {@code size} is finalized. */
  CompletionStage<Void> recordFinalized(long size);

  /**
   * Takes back anchored marks that did not become final: messages from {@code size} on count as not
   * anchored again.
   */
  CompletionStage<Void> recordRolledBack(long size);

  /** The commit that covers this index, if it is anchored. */
  Optional<CommitRecord> commitCovering(long index);

  /** Recorded commits that end beyond the finalized size, in order. */
  List<CommitRecord> commitsNotFinalized();

  /**
   * Adds a listener, called on the journal's writer thread after the state is durable; it must not
   * block.
   */
  void addListener(JournalListener listener);
}
