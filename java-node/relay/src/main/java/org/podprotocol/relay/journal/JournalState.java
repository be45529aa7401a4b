package org.podprotocol.relay.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.podprotocol.protocol.bytes.Address;

/** What of the journal is durable, as the writer publishes it. */
final class JournalState {
  private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();
  private volatile long size;
  private volatile long anchored;
  private volatile long finalized;
  private volatile long floorMs;

  JournalState(long size, long anchored, long finalized, long floorMs) {
    this.size = size;
    this.anchored = anchored;
    this.finalized = finalized;
    this.floorMs = floorMs;
  }

  long size() {
    return size;
  }

  long anchored() {
    return anchored;
  }

  long finalized() {
    return finalized;
  }

  long floorMs() {
    return floorMs;
  }

  void add(JournalListener listener) {
    listeners.add(listener);
  }

  void floor(long toMs) {
    floorMs = toMs;
  }

  void appended(List<StoredMessage> messages) {
    long from = size;
    size = from + messages.size();
    for (JournalListener listener : listeners) {
      listener.appended(from, size);
      listener.stored(messages);
    }
  }

  void anchored(long to) {
    long from = anchored;
    anchored = to;
    for (JournalListener listener : listeners) {
      listener.anchored(from, to);
    }
  }

  void finalized(long to) {
    long from = finalized;
    finalized = to;
    for (JournalListener listener : listeners) {
      listener.finalized(from, to);
    }
  }

  void delivered(Address inbox, long upTo) {
    for (JournalListener listener : listeners) {
      listener.delivered(inbox, upTo);
    }
  }

  void rolledBack(long to) {
    long from = anchored;
    anchored = to;
    for (JournalListener listener : listeners) {
      listener.rolledBack(to, from);
    }
  }
}
