package org.podprotocol.relay.journal;

import java.util.List;
import org.podprotocol.protocol.bytes.Address;

/** Hears of the journal's progress, in order. */
public interface JournalListener {

  /** Messages [from, to) have become durable. */
  default void appended(long from, long to) {}

  /** The same messages themselves; called after {@link #appended(long, long)}. */
  default void stored(List<StoredMessage> messages) {}

  /** The recipient has taken its inbox up to this sequence number, or had before. */
  default void delivered(Address inbox, long upTo) {}

  /** Messages [from, to) are in a confirmed commit. */
  default void anchored(long from, long to) {}

  /** Messages [from, to) are in a finalized commit. */
  default void finalized(long from, long to) {}

  /** Messages [from, to), reported anchored before, are not: their commit was rolled back. */
  default void rolledBack(long from, long to) {}
}
