package org.podprotocol.protocol.tree;

import java.io.Serial;

/** A chunk that can't be read, or does not continue the tree. */
public final class ChunkException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** What is wrong with it; the names are those of the program's errors. */
  public enum Reason {
    /** {@code end} is not after {@code start}. */
    EMPTY,
    /** {@code end} is past the epoch's 2^26 leaves. */
    BEYOND_EPOCH,
    /** There are not as many hashes as the range's cover has. */
    WRONG_COVER_LENGTH,
    /** The range begins inside the tree and ends outside it. */
    STRADDLES,
    /** The range begins after the tree's end. */
    GAP
  }

  private final Reason reason;

  ChunkException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
