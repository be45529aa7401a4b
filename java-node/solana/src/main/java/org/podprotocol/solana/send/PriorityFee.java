package org.podprotocol.solana.send;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.rpc.PrioritizationFee;
import org.podprotocol.solana.rpc.SolanaRpc;

/** Decides what a compute unit may cost. The sender caps the outcome in lamports besides. */
@FunctionalInterface
public interface PriorityFee {

  /**
   * A price in micro-lamports a unit for a transaction that locks these accounts for writing; 0: no
   * price is set.
   */
  CompletableFuture<Long> microLamportsPerUnit(List<PublicKey> writableAccounts);

  /** No priority fee. */
  static PriorityFee none() {
    return fixed(0);
  }

  /** Always the same price. */
  static PriorityFee fixed(long microLamportsPerUnit) {
    CompletableFuture<Long> price = CompletableFuture.completedFuture(microLamportsPerUnit);
    return accounts -> price;
  }

  /**
   * A percentile of the prices that recently got transactions in which lock the same accounts; asks
   * the node for each transaction.
   *
   * @param percentile 0 to 100
   * @param floor the least price
   * @param cap the highest price
   */
  static PriorityFee recent(SolanaRpc rpc, int percentile, long floor, long cap) {
    if (percentile < 0 || percentile > 100 || floor < 0 || cap < floor) {
      throw new IllegalArgumentException("percentile, floor or cap out of range");
    }
    return accounts ->
        rpc.getRecentPrioritizationFees(accounts)
            .thenApply(fees -> Math.min(cap, Math.max(floor, percentile(fees, percentile))));
  }

  private static long percentile(List<PrioritizationFee> fees, int percentile) {
    if (fees.isEmpty()) {
      return 0;
    }
    long[] prices =
        fees.stream().mapToLong(PrioritizationFee::microLamportsPerUnit).sorted().toArray();
    return prices[Math.min(prices.length - 1, prices.length * percentile / 100)];
  }
}
