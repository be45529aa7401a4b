package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.podprotocol.relay.anchoring.EpochTrees.EpochTree;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.journal.LeafLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the log on chain with the journal: sizes, then every peak. */
final class Reconciliation {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  private final LeafLog journal;
  private final EpochTrees trees;

  Reconciliation(LeafLog journal, EpochTrees trees) {
    this.journal = journal;
    this.trees = trees;
  }

  /**
   * The tree of the snapshot's epoch, which holds at least what the chain does, and the same.
   *
   * @throws JournalBehindChainException if the chain holds messages the journal does not
   * @throws LogDivergedException if it holds other messages than the journal
   */
  EpochTree check(LogSnapshot chain) throws IOException {
    long chainEnd = chain.firstIndex() + chain.size();
    long journalEnd = journal.size();
    if (chainEnd > journalEnd) {
      throw new JournalBehindChainException(
          ("The log %s holds %d messages of this relay, the journal only %d. This journal is an older copy, belongs to"
                  + " another data folder, or a second daemon commits to the same relay. Stop the other daemon, or start"
                  + " with the newest data folder; a journal that is lost for good needs a new relay"
                  + " (pod relay init), since this one can't prove what it no longer has.")
              .formatted(chain.log(), chainEnd, journalEnd));
    }
    EpochTree tree = trees.open(chain.epoch(), chain.firstIndex());
    if (tree.end() > journalEnd) {
      LOG.warn(
          "The tree of epoch {} holds {} messages, the journal {}; building it anew",
          chain.epoch(),
          tree.end(),
          journalEnd);
      tree = trees.discard(tree);
    }
    trees.extend(tree, chainEnd);
    if (!samePeaks(tree, chain)) {
      LOG.warn(
          "The tree of epoch {} differs from the chain; building it anew from the journal",
          chain.epoch());
      tree = trees.discard(tree);
      trees.extend(tree, chainEnd);
      if (!samePeaks(tree, chain)) {
        throw new LogDivergedException(
            ("The first %d messages of epoch %d in the journal are not those in the log %s. The relay can't go on with"
                    + " this journal: look for another daemon with the same committer key, or for a data folder of"
                    + " another relay.")
                .formatted(chain.size(), chain.epoch(), chain.log()));
      }
    }
    return tree;
  }

  private static boolean samePeaks(EpochTree tree, LogSnapshot chain) throws IOException {
    List<byte[]> own = tree.tree().peaks(chain.size());
    if (own.size() != chain.peaks().size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      if (!Arrays.equals(own.get(i), chain.peaks().get(i))) {
        return false;
      }
    }
    return true;
  }
}
