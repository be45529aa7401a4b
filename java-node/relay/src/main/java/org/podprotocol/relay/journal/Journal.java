package org.podprotocol.relay.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * The log of accepted messages. An outcome of {@link #append} is reported after the message is on
 * disk. Stages complete on the journal's own threads; what depends on them must not block. Reads
 * may fail with {@link JournalFullException} when more wait than the queue holds.
 */
public interface Journal extends LeafLog, AutoCloseable {

  /**
   * Appends a message and gives it its index and receipt. Fails with {@link JournalFullException}
   * or {@link StorageUnavailableException}; the message is then not in the journal, or, after a
   * failed sync, may be, and sending it again will tell.
   */
  CompletionStage<AppendOutcome> append(Candidate candidate);

  CompletionStage<Optional<StoredMessage>> find(Hash id);

  /** The receipt given for a message when it was accepted. */
  CompletionStage<Receipt> receipt(long index);

  /** The first message by which its recipient acknowledged this one, if there is one. */
  CompletionStage<Optional<StoredMessage>> acknowledgement(StoredMessage message);

  /** Up to {@code limit} messages of an inbox, from sequence number {@code from} on, in order. */
  CompletionStage<List<StoredMessage>> inbox(Address recipient, long from, int limit);

  /** Sequence number that the next message of this inbox will have. */
  CompletionStage<Long> inboxNext(Address recipient);

  /** Messages [from, to), in order; at most 1,000. */
  CompletionStage<List<StoredMessage>> range(long from, long to);

  /**
   * Records that the recipient has taken its inbox up to and including {@code seq}; never moves
   * back.
   */
  CompletionStage<Void> recordDelivered(Address recipient, long seq);

  /** The highest sequence number recorded as delivered, 0 if none. */
  CompletionStage<Long> deliveredUpTo(Address recipient);

  /**
   * Time of the relay before which timestamps are refused whatever the clock says; never falls,
   * also across restarts.
   */
  long timestampFloorMs();

  JournalStatus status();

  /** Finishes what is queued, checkpoints and closes. Idempotent. */
  @Override
  void close();

  /**
   * @param accepting whether messages are taken
   * @param detail why not, or "ok"
   * @param queued appends that wait
   */
  record JournalStatus(boolean accepting, String detail, int queued) {}
}
