package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.podprotocol.relay.anchoring.EpochTrees.EpochTree;

/** The published log, from the trees. */
final class TreeTiles implements PublishedLog {

  private static final int LEVELS = 4;

  private final EpochTrees trees;
  private final LongSupplier anchored;
  private final CheckpointSigner signer;

  /**
   * @param anchored messages below this global index are on chain
   */
  TreeTiles(EpochTrees trees, LongSupplier anchored, CheckpointSigner signer) {
    this.trees = trees;
    this.anchored = anchored;
    this.signer = signer;
  }

  @Override
  public int epoch() {
    return trees.all().getLast().epoch();
  }

  @Override
  public Optional<byte[]> tile(int epoch, int level, long n, int width) throws IOException {
    if (level < 0 || level >= LEVELS || n < 0 || width < 1 || width > HashRow.WIDTH) {
      return Optional.empty();
    }
    Optional<EpochTree> tree = trees.ofEpoch(epoch);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    long hashes = published(tree.get()) >>> 8 * level;
    if (n > hashes / HashRow.WIDTH || n * HashRow.WIDTH + width > hashes) {
      return Optional.empty();
    }
    return Optional.of(tree.get().tree().tile(level, n, width));
  }

  @Override
  public Optional<String> checkpoint(int epoch) throws IOException {
    Optional<EpochTree> tree = trees.ofEpoch(epoch);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    long size = published(tree.get());
    return Optional.of(signer.checkpoint(epoch, size, tree.get().tree().root(size)));
  }

  @Override
  public String verifierKey(int epoch) {
    return signer.verifierKey(epoch);
  }

  private long published(EpochTree tree) {
    return Math.clamp(anchored.getAsLong() - tree.firstIndex(), 0, tree.tree().size());
  }
}
