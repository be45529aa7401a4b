package org.podprotocol.relay.anchoring;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the journal is committed.
 *
 * @param treeFolder where the trees are kept, a folder for each epoch
 * @param interval shortest time between two commits
 * @param hourlyBudgetLamports most to spend on commits in an hour, 0: no limit; commits are
 *     stretched to stay below
 * @param patience how long a commit may stay unconfirmed before its chunks are sent once more
 * @param backoff how long to wait after a commit that failed; doubled for each further one, 30 s at
 *     most
 * @param checkInterval how often finality is looked at while something is not final
 * @param finalityLimit how long a confirmed commit may take to become final before the chain is
 *     compared again
 */
public record AnchoringSettings(
    Path treeFolder,
    Duration interval,
    long hourlyBudgetLamports,
    Duration patience,
    Duration backoff,
    Duration checkInterval,
    Duration finalityLimit) {

  public AnchoringSettings {
    if (interval.isNegative() || hourlyBudgetLamports < 0) {
      throw new IllegalArgumentException("interval and budget can't be negative");
    }
  }

  /** The times that follow from the interval, and finality as clusters have it. */
  public static AnchoringSettings of(
      Path treeFolder, Duration interval, long hourlyBudgetLamports) {
    Duration patience = interval.multipliedBy(5);
    return new AnchoringSettings(
        treeFolder,
        interval,
        hourlyBudgetLamports,
        patience.compareTo(Duration.ofSeconds(8)) < 0 ? Duration.ofSeconds(8) : patience,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(45));
  }
}
