package org.podprotocol.relay.audit;

import java.util.Map;

/**
 * Something that should not be.
 *
 * @param kind what it is
 * @param detail in words
 * @param evidence what shows it, by name; values are text, base58 or hex
 */
public record Finding(Kind kind, String detail, Map<String, Object> evidence) {

  /** What can be found. */
  public enum Kind {
    /**
     * The log's account does not hold what its commits amount to, or no longer holds what it held
     * before.
     */
    LOG_REWRITTEN("log-rewritten", true),
    /** The relay publishes other hashes than the chain holds. */
    TILES_DIFFER("tiles-differ", false),
    /** The relay signed a checkpoint that contradicts the chain. */
    CHECKPOINT_CONTRADICTS("checkpoint-contradicts", true),
    /** A receipt promises an index at which another message is. */
    RECEIPT_BROKEN("receipt-broken", true),
    /**
     * The deadline of a receipt has passed and its index is not in the log; this is observed, not
     * proven.
     */
    RECEIPT_OVERDUE("receipt-overdue", false),
    /** A receipt was not signed by the relay's receipt key for this cluster and program. */
    RECEIPT_INVALID("receipt-invalid", false);

    private final String wire;
    private final boolean proves;

    Kind(String wire, boolean proves) {
      this.wire = wire;
      this.proves = proves;
    }

    public String wire() {
      return wire;
    }

    /** Whether the evidence convinces somebody who did not take part in the audit. */
    public boolean proves() {
      return proves;
    }
  }
}
