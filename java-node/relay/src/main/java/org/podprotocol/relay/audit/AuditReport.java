package org.podprotocol.relay.audit;

import java.util.List;

/**
 * What an audit saw.
 *
 * @param state where the next audit goes on
 * @param commits commits on chain that were replayed
 * @param leaves leaf hashes of the relay that were compared with the chain
 * @param receiptsKept receipts whose message is at its index
 * @param receiptsPending receipts whose deadline is still to come
 * @param findings what should not be
 */
public record AuditReport(
    AuditState state,
    int commits,
    long leaves,
    int receiptsKept,
    int receiptsPending,
    List<Finding> findings) {

  public boolean clean() {
    return findings.isEmpty();
  }
}
