package org.podprotocol.relay.journal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;

/**
 * Where to find the messages of the newest segment, the one whose look-up blocks are not on disk
 * yet. Rebuilt from the message rows at start. Thread-safe; the writer alone changes it.
 */
final class SegmentTail {
  /** Messages in a segment; offsets within one fit two bytes. */
  static final int SEGMENT = 1 << 14;

  private final long[] ids = new long[SEGMENT];
  private final Map<Address, Inbox> inboxes = new HashMap<>();
  private long start;
  private int count;

  SegmentTail(long start) {
    this.start = start;
  }

  synchronized long start() {
    return start;
  }

  synchronized boolean isFull() {
    return count == SEGMENT;
  }

  /** Messages that still fit. */
  synchronized int room() {
    return SEGMENT - count;
  }

  synchronized void add(Hash id, Address recipient, long seq) {
    ids[count] = id.firstWord();
    inboxes.computeIfAbsent(recipient, address -> new Inbox(seq)).add((short) count);
    count++;
  }

  /** Indexes of messages whose id may be {@code id}. */
  synchronized long[] find(Hash id) {
    long wanted = id.firstWord();
    long[] found = {};
    for (int i = count - 1; i >= 0; i--) {
      if (ids[i] == wanted) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = start + i;
      }
    }
    return found;
  }

  /** The sequence number after the last of this inbox, 0 if the segment has nothing of it. */
  synchronized long nextSeq(Address recipient) {
    Inbox inbox = inboxes.get(recipient);
    return inbox == null ? 0 : inbox.firstSeq + inbox.count;
  }

  /**
   * Indexes of up to {@code limit} messages of an inbox from {@code from} on; null if the segment
   * has nothing of it.
   */
  synchronized @Nullable Slice slice(Address recipient, long from, int limit) {
    Inbox inbox = inboxes.get(recipient);
    if (inbox == null) {
      return null;
    }
    int skip = (int) Math.min(Math.max(from - inbox.firstSeq, 0), inbox.count);
    long[] indexes = new long[Math.min(limit, inbox.count - skip)];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = start + inbox.offsets[skip + i];
    }
    return new Slice(inbox.firstSeq, inbox.firstSeq + skip, indexes);
  }

  /** The parts of the full segment, for {@link SegmentStore}. */
  synchronized Content content() {
    Map<Address, InboxContent> copy = HashMap.newHashMap(inboxes.size());
    inboxes.forEach(
        (recipient, inbox) ->
            copy.put(
                recipient,
                new InboxContent(inbox.firstSeq, Arrays.copyOf(inbox.offsets, inbox.count))));
    return new Content(start, Arrays.copyOf(ids, count), copy);
  }

  /** Begins the next segment. */
  synchronized void reset() {
    start += count;
    count = 0;
    inboxes.clear();
  }

  /**
   * @param tailFirstSeq the inbox's first sequence number in the segment
   * @param firstSeq sequence number of the first of {@code indexes}
   */
  record Slice(long tailFirstSeq, long firstSeq, long[] indexes) {}

  record InboxContent(long firstSeq, short[] offsets) {}

  record Content(long start, long[] ids, Map<Address, InboxContent> inboxes) {}

  private static final class Inbox {
    private final long firstSeq;
    private short[] offsets = new short[4];
    private int count;

    Inbox(long firstSeq) {
      this.firstSeq = firstSeq;
    }

    void add(short offset) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
      }
      offsets[count++] = offset;
    }
  }
}
