package org.podprotocol.relay.chain;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.tree.Chunk;

/**
 * The relay's log on chain: what it holds, and the transactions that make it grow. Reads block, for
 * at most the request time-out of the chain's settings, and throw {@link
 * ChainUnavailableException}.
 */
public interface RelayLedger {

  /** How far the cluster has agreed on what is read. */
  enum Finality {
    CONFIRMED,
    FINALIZED
  }

  /** Leaves an epoch's log takes: 2^26. */
  long epochCapacity();

  /** Address of the RelayLog of an epoch. */
  PublicKey logAddress(int epoch);

  /** The present epoch's log. */
  LogSnapshot log(Finality finality);

  /**
   * Most bytes of chunks (8 for each chunk and 32 for each of its hashes) that one commit
   * transaction carries.
   */
  int maxChunkBytes();

  /** Lamports one commit costs at the most, priority fee included. */
  long commitFeeLamports();

  /**
   * Signs and sends one commit, and follows it until it is confirmed, refused, or can't land any
   * more. The stage never fails; what went wrong is an outcome.
   */
  CompletableFuture<CommitOutcome> commit(int epoch, List<Chunk> chunks);

  /** Opens the log of the epoch after {@code epoch}, which is full. */
  CompletableFuture<CommitOutcome> nextEpoch(int epoch);

  /**
   * The transactions that made the present log grow from {@code size} leaves to what it has, in
   * order.
   *
   * @throws ChainUnavailableException also if the chain's history does not reach back that far
   */
  List<OnChainCommit> commitsSince(int epoch, long size);
}
