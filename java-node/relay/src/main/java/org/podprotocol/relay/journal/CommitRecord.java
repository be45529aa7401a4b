package org.podprotocol.relay.journal;

/**
 * A commit transaction that is on chain.
 *
 * @param start first global index it covers
 * @param end one past the last
 * @param signature the transaction's signature, base58
 * @param slot the slot it landed in
 */
public record CommitRecord(long start, long end, String signature, long slot) {
  public CommitRecord {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("commit range " + start + ".." + end);
    }
  }
}
