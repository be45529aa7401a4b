package org.podprotocol.relay.compressed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AddressHistory;
import org.podprotocol.relay.chain.ChainSetupException;
import org.podprotocol.relay.compressed.FoundLeaf.Check;
import org.podprotocol.relay.compressed.FoundLeaf.Inclusion;
import org.podprotocol.relay.compressed.FoundLeaf.Place;
import org.podprotocol.relay.compressed.LeafStore.Cursor;
import org.podprotocol.relay.compressed.LeafStore.Pending;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.SignatureInfo;

/**
 * Follows one output queue: lists its transactions from the newest down, reads them from the oldest
 * up, whoever sent them, and compares what came of it with the queue and the tree on chain.
 */
final class QueueFollower {
  private static final int READS = 100;
  private static final long MOST_PENDING = 1_000_000;

  /**
   * What of a tree is read: all before its nullifier queue, if it keeps 200 roots as Light's do.
   */
  private static final int TREE_HEAD = 8_192;

  private final AddressHistory history;
  private final LeafStore store;
  private final PublicKey program;
  private final PublicKey address;
  private final PublicKey tree;
  private final long queue;
  private final LeafTree leaves;
  private final long mostLeaves;
  private volatile @Nullable QueueCheck check;

  /**
   * @param mostLeaves of all queues together
   * @throws ChainSetupException if there is no output queue of a version 2 tree at the address
   */
  QueueFollower(
      AddressHistory history,
      LeafStore store,
      PublicKey program,
      PublicKey address,
      long mostLeaves)
      throws IOException {
    this.history = history;
    this.store = store;
    this.program = program;
    this.address = address;
    this.mostLeaves = mostLeaves;
    try {
      this.tree = OutputQueue.decode(lightData(history.account(address))).tree();
      StateTree.decode(lightData(history.head(tree, TREE_HEAD)));
    } catch (MalformedLightDataException e) {
      throw new ChainSetupException(
          "compressed.queues names %s, which is no output queue of a state tree (version 2): %s."
              .formatted(address, e.getMessage()));
    }
    this.queue = store.queue(address);
    this.leaves = new LeafTree(store, queue);
  }

  private static byte[] lightData(Optional<AccountInfo> found) {
    AccountInfo account =
        found.orElseThrow(() -> new MalformedLightDataException("there is no such account"));
    if (!account.owner().equals(LightPrograms.ACCOUNT_COMPRESSION)) {
      throw new MalformedLightDataException("the account is not one of Light's");
    }
    return account.data();
  }

  PublicKey address() {
    return address;
  }

  long number() {
    return queue;
  }

  /**
   * Goes on: one page of the history, or some of its transactions, or a comparison.
   *
   * @return whether there is more to do at once
   * @throws MalformedLightDataException if a transaction can't be understood
   */
  boolean step() throws IOException {
    Cursor cursor = store.cursor(queue);
    if (cursor.listingNewest() == null) {
      List<Pending> waiting = store.pending(queue, READS);
      if (!waiting.isEmpty()) {
        read(waiting);
        return true;
      }
    }
    if (list(cursor)) {
      return true;
    }
    compare();
    return false;
  }

  /** Lists a page; whether there was anything on it. */
  private boolean list(Cursor cursor) throws IOException {
    List<SignatureInfo> page = history.page(address, cursor.listingBefore(), cursor.newest());
    if (page.isEmpty() && cursor.listingNewest() == null) {
      return false;
    }
    if (store.pendingCount(queue) + page.size() > MOST_PENDING) {
      throw new IOException(
          "queue %s has a longer history than the %d transactions that may wait to be read"
              .formatted(address, MOST_PENDING));
    }
    long ordinal = store.oldestPending(queue);
    var pending = new ArrayList<Pending>();
    for (SignatureInfo line : page) {
      if (line.error() == null) {
        pending.add(new Pending(--ordinal, line.signature().toBase58(), line.slot()));
      }
    }
    String newest = cursor.listingNewest();
    if (newest == null) {
      newest = page.getFirst().signature().toBase58();
    }
    boolean complete = page.size() < AddressHistory.PAGE;
    store.addPage(
        queue,
        pending,
        complete
            ? new Cursor(newest, null, null)
            : new Cursor(cursor.newest(), newest, page.getLast().signature().toBase58()));
    return true;
  }

  private void read(List<Pending> waiting) throws IOException {
    if (store.places() >= mostLeaves) {
      throw new IOException(
          "compressed.max-leaves (%d) are stored; queue %s is not followed any further"
              .formatted(mostLeaves, address));
    }
    for (Pending transaction : waiting) {
      store.read(
          queue,
          transaction,
          LightTransaction.leaves(
              history.transaction(transaction.signature()), address, tree, program));
    }
    leaves.grow();
  }

  /**
   * Compares the leaves with the hash chains of the queue, if there are new ones, and with the root
   * of the tree.
   *
   * @throws MalformedLightDataException if a hash chain is another one
   */
  private void compare() throws IOException {
    StateTree state = StateTree.decode(lightData(history.head(tree, TREE_HEAD)));
    long size = leaves.size();
    QueueCheck before = check;
    List<QueueCheck.Range> chained = List.of();
    List<OutputQueue.Chain> others = List.of();
    if (before != null && before.size() == size && before.complete()) {
      chained = before.chained();
    } else {
      List<OutputQueue.Chain> chains =
          OutputQueue.decode(lightData(history.account(address))).chains();
      chained = new ArrayList<>();
      others = new ArrayList<>();
      for (OutputQueue.Chain chain : chains) {
        var range =
            new QueueCheck.Range(chain.first(), chain.first() + chain.count(), chain.value());
        if (isKnown(range) || isChain(chain, size)) {
          chained.add(range);
        } else {
          others.add(chain);
        }
      }
    }
    boolean rootMatches =
        state.size() <= size && leaves.root(state.size(), state.height()).equals(state.root());
    check = new QueueCheck(size, List.copyOf(chained), others.isEmpty(), state, rootMatches);
    for (OutputQueue.Chain chain : others) {
      // Of what is not here yet the queue was read later than its history.
      if (chain.first() + chain.count() <= size) {
        throw new MalformedLightDataException(
            "the hash chain of leaves %d to %d is not that of the transactions that were found"
                .formatted(chain.first(), chain.first() + chain.count() - 1));
      }
    }
  }

  private boolean isKnown(QueueCheck.Range range) {
    QueueCheck before = check;
    return before != null && before.chained().contains(range);
  }

  private boolean isChain(OutputQueue.Chain chain, long size) throws IOException {
    return chain.first() + chain.count() <= size
        && store.leaves(queue, chain.first(), chain.count()).stream()
            .reduce(Poseidon::pair)
            .filter(chain.value()::equals)
            .isPresent();
  }

  /** The leaf as it stands now. */
  FoundLeaf describe(LeafStore.StoredLeaf leaf) throws IOException {
    QueueCheck last = check;
    if (last == null || leaf.index() >= last.tree().size()) {
      Check checked = last != null && last.isChained(leaf.index()) ? Check.HASH_CHAIN : Check.NONE;
      return found(
          leaf,
          Place.QUEUE,
          checked,
          null,
          "The leaf is in the output queue; no prover has moved it into the tree yet.");
    }
    StateTree state = last.tree();
    if (!last.rootMatches()) {
      return found(
          leaf,
          Place.TREE,
          last.isChained(leaf.index()) ? Check.HASH_CHAIN : Check.NONE,
          null,
          "The tree's root is not that of the leaves appended to it: leaves of others were spent,"
              + " which this relay does not follow, or their history is not all known.");
    }
    var inclusion =
        new Inclusion(
            leaves.path(leaf.index(), state.size(), state.height()), state.root(), state.size());
    return found(leaf, Place.TREE, Check.ROOT, inclusion, "");
  }

  private FoundLeaf found(
      LeafStore.StoredLeaf leaf,
      Place place,
      Check checked,
      @Nullable Inclusion inclusion,
      String detail) {
    return new FoundLeaf(
        leaf.hash(),
        address,
        tree,
        leaf.index(),
        leaf.signature(),
        leaf.slot(),
        leaf.message(),
        place,
        checked,
        inclusion,
        detail);
  }
}
