package org.podprotocol.relay.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;

/** What receipts say, by leaf hash: one message at each index. */
final class CrashLedger {
  private final List<@Nullable Hash> leaves = new ArrayList<>();
  private final Set<Hash> open = new HashSet<>();
  private long accepted;

  void receipt(long index, Envelope envelope) {
    while (leaves.size() <= index) {
      leaves.add(null);
    }
    Hash leaf = envelope.leafHash();
    Hash before = leaves.get((int) index);
    if (before == null) {
      leaves.set((int) index, leaf);
      accepted++;
    } else if (!before.equals(leaf)) {
      throw new IllegalStateException("receipts give index " + index + " to two messages");
    }
  }

  /** A message of which nobody will know whether it was taken. */
  void open(Envelope envelope) {
    open.add(envelope.leafHash());
  }

  long accepted() {
    return accepted;
  }

  /**
   * How many receipts name an index where the log has something else.
   *
   * @throws IllegalStateException if the log has what was never sent
   */
  long lost(List<Hash> log) {
    long lost = 0;
    for (int index = 0; index < leaves.size(); index++) {
      Hash promised = leaves.get(index);
      if (promised != null && (index >= log.size() || !promised.equals(log.get(index)))) {
        lost++;
      }
    }
    for (int index = 0; index < log.size(); index++) {
      boolean promised = index < leaves.size() && leaves.get(index) != null;
      if (!promised && !open.contains(log.get(index))) {
        throw new IllegalStateException("the log has a message at " + index + " without a receipt");
      }
    }
    return lost;
  }

  /** Checks one delivered message against its receipt. */
  void delivered(long index, Envelope envelope) {
    Hash leaf = envelope.leafHash();
    Hash promised = index < leaves.size() ? leaves.get((int) index) : null;
    if (promised == null ? !open.contains(leaf) : !promised.equals(leaf)) {
      throw new IllegalStateException("a message was delivered that has no receipt: " + envelope);
    }
  }
}
