package org.podprotocol.solana.rpc;

/** How settled a block must be; in rising order. */
public enum Commitment {
  /** Executed by the node that answers; about one block in twenty of these is dropped. */
  PROCESSED("processed"),
  /** Voted for by two thirds of the stake. */
  CONFIRMED("confirmed"),
  /** Rooted: at least 31 confirmed blocks above it. */
  FINALIZED("finalized");

  private final String wire;

  Commitment(String wire) {
    this.wire = wire;
  }

  /** The name that RPC uses. */
  public String wire() {
    return wire;
  }

  /** True if this level is {@code other} or a more settled one. */
  public boolean isAtLeast(Commitment other) {
    return compareTo(other) >= 0;
  }

  static Commitment ofWire(String name) {
    for (Commitment commitment : values()) {
      if (commitment.wire.equals(name)) {
        return commitment;
      }
    }
    throw new MalformedResponseException("unknown commitment \"" + name + "\"");
  }
}
