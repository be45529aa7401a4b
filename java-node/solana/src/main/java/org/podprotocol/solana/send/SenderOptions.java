package org.podprotocol.solana.send;

import java.time.Duration;
import java.util.Set;
import org.p2p.solanaj.core.PublicKey;

/**
 * How a sender behaves.
 *
 * @param maxInFlight transactions between {@code send} and their outcome; one more is refused
 * @param maxConcurrentSends calls of {@code sendTransaction} under way at once; the rest wait in
 *     order
 * @param sendBatch transactions in one HTTP request at most; 1: no batches
 * @param pollInterval between rounds of asking for statuses
 * @param resendInterval between sends of the same bytes
 * @param stopResendBlocks no more sends when so few blocks of life remain
 * @param settleBlocks blocks after the last valid one before a transaction is declared expired
 * @param giveUpAfter a transaction whose fate is open for so long (the chain stands still, no node
 *     answers) has an unknown outcome
 * @param unitMarginPercent added to the simulated compute units
 * @param minUnits the least unit limit that simulation leads to
 * @param maxPriorityFeeLamports cap on the priority fee of a transaction
 * @param maxSignatureWatches transactions whose signature is subscribed to at once; the rest are
 *     only polled
 * @param allowedPrograms the only programs that may be called, besides the compute budget; empty:
 *     any
 */
public record SenderOptions(
    int maxInFlight,
    int maxConcurrentSends,
    int sendBatch,
    Duration pollInterval,
    Duration resendInterval,
    int stopResendBlocks,
    int settleBlocks,
    Duration giveUpAfter,
    int unitMarginPercent,
    int minUnits,
    long maxPriorityFeeLamports,
    int maxSignatureWatches,
    Set<PublicKey> allowedPrograms) {

  /** Checks the ranges. */
  public SenderOptions {
    if (maxInFlight < 1 || maxConcurrentSends < 1 || sendBatch < 1) {
      throw new IllegalArgumentException("in-flight, concurrent sends and batch must be positive");
    }
    if (pollInterval.toMillis() < 1
        || resendInterval.toMillis() < 1
        || giveUpAfter.toMillis() < 1) {
      throw new IllegalArgumentException("intervals must be a millisecond or more");
    }
    if (stopResendBlocks < 0
        || settleBlocks < 0
        || unitMarginPercent < 0
        || minUnits < 0
        || maxPriorityFeeLamports < 0
        || maxSignatureWatches < 0) {
      throw new IllegalArgumentException("a count must not be negative");
    }
    allowedPrograms = Set.copyOf(allowedPrograms);
  }

  /**
   * 8,192 in flight, 64 sends at once, polls every 400 ms, resends every 2 s, at most 100,000
   * lamports of priority.
   */
  public static SenderOptions defaults() {
    return new SenderOptions(
        8192,
        64,
        1,
        Duration.ofMillis(400),
        Duration.ofSeconds(2),
        8,
        32,
        Duration.ofMinutes(10),
        10,
        1000,
        100_000,
        32,
        Set.of());
  }

  /** The same with other bounds on what is under way. */
  public SenderOptions withBounds(int inFlight, int concurrentSends, int batch) {
    return new SenderOptions(
        inFlight,
        concurrentSends,
        batch,
        pollInterval,
        resendInterval,
        stopResendBlocks,
        settleBlocks,
        giveUpAfter,
        unitMarginPercent,
        minUnits,
        maxPriorityFeeLamports,
        maxSignatureWatches,
        allowedPrograms);
  }

  /** The same with other intervals. */
  public SenderOptions withIntervals(Duration poll, Duration resend, Duration giveUp) {
    return new SenderOptions(
        maxInFlight,
        maxConcurrentSends,
        sendBatch,
        poll,
        resend,
        stopResendBlocks,
        settleBlocks,
        giveUp,
        unitMarginPercent,
        minUnits,
        maxPriorityFeeLamports,
        maxSignatureWatches,
        allowedPrograms);
  }

  /** The same with other distances from the last valid block. */
  public SenderOptions withExpiry(int stopResend, int settle) {
    return new SenderOptions(
        maxInFlight,
        maxConcurrentSends,
        sendBatch,
        pollInterval,
        resendInterval,
        stopResend,
        settle,
        giveUpAfter,
        unitMarginPercent,
        minUnits,
        maxPriorityFeeLamports,
        maxSignatureWatches,
        allowedPrograms);
  }

  /** The same with another cap on the priority fee. */
  public SenderOptions withMaxPriorityFeeLamports(long lamports) {
    return new SenderOptions(
        maxInFlight,
        maxConcurrentSends,
        sendBatch,
        pollInterval,
        resendInterval,
        stopResendBlocks,
        settleBlocks,
        giveUpAfter,
        unitMarginPercent,
        minUnits,
        lamports,
        maxSignatureWatches,
        allowedPrograms);
  }

  /** The same for these programs only. */
  public SenderOptions withAllowedPrograms(Set<PublicKey> programs) {
    return new SenderOptions(
        maxInFlight,
        maxConcurrentSends,
        sendBatch,
        pollInterval,
        resendInterval,
        stopResendBlocks,
        settleBlocks,
        giveUpAfter,
        unitMarginPercent,
        minUnits,
        maxPriorityFeeLamports,
        maxSignatureWatches,
        programs);
  }
}
